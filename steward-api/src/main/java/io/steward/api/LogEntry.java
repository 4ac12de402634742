package io.steward.api;

import java.time.Instant;
import java.util.Optional;

/// A warning or an error in a node's log.
///
/// @param number of the entry within its {@linkplain RecentLog#run() run}, from 1, without gaps
/// @param time when it was logged, by the clock of the node's operating system
/// @param level the severity
/// @param logger the name of the logger, usually that of a class
/// @param text the message; may have several lines; truncated to 4,096 characters
/// @param trace the stack trace of the logged exception, if any; truncated to 16,384 characters
public record LogEntry(
    @Description("Number of the entry since the program started, from 1.") long number,
    @Description("When it was logged.") Instant time,
    @Description("warning: something is wrong, but work continues. error: something has stopped.")
        Level level,
    @Description("The name of the logger.") String logger,
    @Description("The message.") String text,
    @Description("The stack trace of the logged exception, if any.") Optional<String> trace) {

  /// Severity.
  public enum Level {
    /// Something is wrong, but work continues.
    WARNING,
    /// Something has stopped and does not recover by itself.
    ERROR
  }
}
