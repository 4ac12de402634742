package io.steward.runtime.process;

import io.steward.api.Subject;
import java.time.Duration;
import java.util.Optional;

/// A command that a node executes at every start.
///
/// @param subject the subject of the process that executes it
/// @param arguments as plain data
/// @param timeout its timeout, if shorter than that of its process
public record StartupSpec(Subject subject, Object arguments, Optional<Duration> timeout) {}
