package io.steward.plugin.errorlog;

import io.steward.api.LogEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Log entries for tests.
final class Errors {

  private static final System.Logger LOGGER = System.getLogger("test.harbour");

  private Errors() {}

  static void log(String text) {
    LOGGER.log(System.Logger.Level.WARNING, text);
  }

  static void log(String text, Throwable thrown) {
    LOGGER.log(System.Logger.Level.ERROR, text, thrown);
  }

  /// A source with this limit per minute and without delay.
  static ErrorSource source(int most) {
    return new ErrorSource(LogEntry.Level.WARNING, List.of("harmless"), most, Duration.ZERO);
  }

  static LogEntry entry(String text) {
    return new LogEntry(
        7,
        Instant.parse("2026-11-26T02:47:10.312345Z"),
        LogEntry.Level.ERROR,
        "test.harbour",
        text,
        Optional.of("java.io.IOException: no berth\n\tat Harbour.enter(Harbour.java:31)"));
  }

  static Batch batch(long number, long untold, LogEntry... entries) {
    return new Batch("run", number, untold, List.of(entries));
  }
}
