package io.steward.runtime.process;

import java.time.Duration;

/// The limits of the commands on one subject.
///
/// @param timeout how long a command may run, at most
/// @param processes how many run concurrently, at most
/// @param mailbox how many wait in memory, at most
/// @param head bytes kept of the beginning of each output stream
/// @param tail bytes kept of its end
public record CommandLimits(Duration timeout, int processes, int mailbox, long head, int tail) {}
