package io.steward.runtime.process;

import io.steward.api.Subject;
import java.time.Duration;
import java.util.Optional;

/// A command that a node executes whenever it starts.
///
/// @param subject whose process executes it
/// @param arguments as plain data
/// @param timeout how long it may run, when that is less than its process allows
public record StartupSpec(Subject subject, Object arguments, Optional<Duration> timeout) {}
