package io.steward.distribution.clock;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/// `-javaagent:JAR=FILE`: makes a node use the time in the file as the current time. It stands
/// still until the file changes.
public final class ClockAgent {

  private static final long POLL_INTERVAL = 20_000_000; // nanoseconds

  private static volatile Instant shown = Instant.EPOCH;

  private ClockAgent() {}

  /// Called by the JVM before the program's main method.
  public static void premain(String file, Instrumentation instrumentation) throws IOException {
    Path path = Path.of(file);
    shown = read(path);
    Thread.ofPlatform().daemon().name("test clock").start(() -> follow(path));
    instrumentation.addTransformer(new ClockWeave());
  }

  /// Called by the instrumented clock to replace its result.
  public static Instant shown(Instant real) {
    return shown;
  }

  private static Instant read(Path file) throws IOException {
    return Instant.parse(Files.readString(file));
  }

  private static void follow(Path file) {
    while (true) {
      LockSupport.parkNanos(POLL_INTERVAL);
      try {
        shown = read(file);
      } catch (IOException gone) {
        return; // deleted with the test's folder
      }
    }
  }
}
