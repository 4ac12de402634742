package io.steward.runtime.cli;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Tells who ends the program from within. The JDK cannot keep a plugin from calling `System.exit`;
/// it tells of that by the logger `java.lang.Runtime` (Runtime.exit, since Java 21), but not of
/// `Runtime.halt`.
final class ExitLog extends Handler {

  /// Held, since the log manager would let it be collected with its handler.
  private static final Logger EXITS = Logger.getLogger("java.lang.Runtime");

  private static final String MAIN = "io.steward.runtime.Main";

  private final Logger log;

  private ExitLog(Logger to) {
    this.log = to;
  }

  /// Has it told from now on.
  ///
  /// @param to the log for it
  static void install(Logger to) {
    EXITS.setUseParentHandlers(false);
    EXITS.setLevel(Level.FINE);
    EXITS.addHandler(new ExitLog(to));
  }

  @Override
  public void publish(LogRecord record) {
    Throwable caller = record.getThrown();
    if (caller == null) {
      return;
    }
    for (StackTraceElement each : caller.getStackTrace()) {
      if (!each.getClassName().startsWith("java.")) {
        if (!each.getClassName().equals(MAIN)) {
          log.log(
              Level.SEVERE,
              "this program is ended from within: {0}, in the thread \"{1}\", at {2}",
              new Object[] {record.getMessage(), Thread.currentThread().getName(), each});
        }
        return;
      }
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
