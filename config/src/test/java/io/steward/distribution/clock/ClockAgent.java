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

  private static volatile Instant told = Instant.EPOCH;

  private ClockAgent() {}

  /// Called by the JVM before the program's main method.
  public static void premain(String file, Instrumentation instrumentation) throws IOException {
    Path path = Path.of(file);
    told = read(path);
    Thread.ofPlatform().daemon().name("test clock").start(() -> follow(path));
    instrumentation.addTransformer(new ClockWeave());
  }

  /// Called by the instrumented clock to replace its result.
  public static Instant told(Instant real) {
    return told;
  }

  private static Instant read(Path file) throws IOException {
    return Instant.parse(Files.readString(file));
  }

  private static void follow(Path file) {
    while (true) {
      LockSupport.parkNanos(POLL_INTERVAL);
      try {
        told = read(file);
      } catch (IOException gone) {
        return; // deleted with the test's folder
      }
    }
  }
}
