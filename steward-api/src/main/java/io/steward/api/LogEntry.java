package io.steward.api;

import java.time.Instant;
import java.util.Optional;

/// A warning or an error in a node's log.
///
/// @param number counts the entries of a {@linkplain NodeLog#run() run} from 1, without gaps
/// @param time when it was logged, by the clock of the node's operating system
/// @param level how bad it is
/// @param logger who logged it: the name of a logger, which is that of a class for most
/// @param text what was logged; may have several lines, 4,096 characters at most, and what is
///   longer is cut
/// @param trace the stack trace of what was thrown, when something was; 16,384 characters at most
public record LogEntry(
    @Description("Counts what a program has logged since it started, from 1.") long number,
    @Description("When it was logged.") Instant time,
    @Description("warning: something is not as it should be. error: something does not go on.")
        Level level,
    @Description("Who logged it, by the name of a logger.") String logger,
    @Description("What was logged.") String text,
    @Description("The stack trace of what was thrown, when something was.")
        Optional<String> trace) {

  /// How bad something is.
  public enum Level {
    /// Something goes on, otherwise than it should.
    WARNING,
    /// Something does not go on by itself.
    ERROR
  }
}
