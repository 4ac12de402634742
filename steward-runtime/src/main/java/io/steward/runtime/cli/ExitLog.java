package io.steward.runtime.cli;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Logs who terminates the program from within. The JDK cannot keep a plugin from calling
/// `System.exit`, but logs the call to the logger `java.lang.Runtime` (Runtime.exit, since Java
/// 21); calls of `Runtime.halt` are not logged.
final class ExitLog extends Handler {

  /// A strong reference: the log manager would let the logger be collected with its handler.
  private static final Logger EXITS = Logger.getLogger("java.lang.Runtime");

  private static final String MAIN = "io.steward.runtime.Main";

  private final Logger log;

  private ExitLog(Logger log) {
    this.log = log;
  }

  /// Logs such calls from now on.
  ///
  /// @param log the log to write to
  static void install(Logger log) {
    EXITS.setUseParentHandlers(false);
    EXITS.setLevel(Level.FINE);
    EXITS.addHandler(new ExitLog(log));
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
              "the program is terminated from within: {0}, in thread \"{1}\", at {2}",
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
