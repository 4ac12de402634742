package io.steward.runtime.cli;

import io.steward.runtime.cli.terminal.PrintableText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/// Configures the log: lines on standard error. Verbs that run nodes log at `info`, the others only
/// errors, unless `STEWARD_LOG` sets another level.
final class LogSetup {

  private static final Set<String> NODE_VERBS = Set.of("up", "node");
  private static final String VARIABLE = "STEWARD_LOG";

  private LogSetup() {}

  static void configure(List<String> arguments) {
    LogManager.getLogManager().reset();
    ConsoleHandler handler = new ConsoleHandler();
    handler.setFormatter(new Line());
    handler.setLevel(Level.ALL);
    Logger root = Logger.getLogger("");
    root.addHandler(handler);
    root.setLevel(Level.WARNING);
    Level defaultLevel =
        arguments.stream().anyMatch(NODE_VERBS::contains) ? Level.INFO : Level.SEVERE;
    String configured = System.getenv().getOrDefault(VARIABLE, "");
    LOGGER.setLevel(
        switch (configured) {
          case "debug" -> Level.FINE;
          case "info" -> Level.INFO;
          case "warn" -> Level.WARNING;
          case "error" -> Level.SEVERE;
          default -> defaultLevel;
        });
    ExitLog.install(LOGGER);
  }

  /// A strong reference: the log manager would let the logger be collected with its level.
  private static final Logger LOGGER = Logger.getLogger("io.steward");

  /// `12:00:00.000 INFO message`. Messages quote what others wrote, so no part of one can pass for
  /// a line of its own.
  static final class Line extends Formatter {

    /// Initialized with the first line, which most verbs never write: the time zone data is large.
    private static final class Clock {
      private static final DateTimeFormatter TIME =
          DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());
    }

    @Override
    public String format(LogRecord record) {
      StringWriter text = new StringWriter();
      text.append(Clock.TIME.format(record.getInstant())).append(' ');
      text.append(level(record.getLevel())).append(' ').append(formatMessage(record));
      Throwable thrown = record.getThrown();
      if (thrown != null) {
        text.append('\n');
        thrown.printStackTrace(new PrintWriter(text));
      }
      return PrintableText.lines(text.toString()).stream()
          .map(line -> line + "\n")
          .collect(Collectors.joining());
    }

    private static String level(Level level) {
      if (level.intValue() >= Level.SEVERE.intValue()) {
        return "ERROR";
      }
      if (level.intValue() >= Level.WARNING.intValue()) {
        return "WARN ";
      }
      return level.intValue() >= Level.INFO.intValue() ? "INFO " : "DEBUG";
    }
  }
}
