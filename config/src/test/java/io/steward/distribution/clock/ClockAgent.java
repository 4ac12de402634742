package io.steward.distribution.clock;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/// `-javaagent:JAR=FILE`: what a node takes for the time is what the file says. It stands until the
/// file says otherwise.
public final class ClockAgent {

  private static final long LOOK_EVERY = 20_000_000; // nanoseconds

  private static volatile Instant told = Instant.EPOCH;

  private ClockAgent() {}

  /// Called by the JVM before the program's main method.
  public static void premain(String file, Instrumentation instrumentation) throws IOException {
    Path path = Path.of(file);
    told = read(path);
    Thread.ofPlatform().daemon().name("clock of the test").start(() -> follow(path));
    instrumentation.addTransformer(new ClockWeave());
  }

  /// Called by the woven clock, in place of what it would have shown.
  public static Instant told(Instant real) {
    return told;
  }

  private static Instant read(Path file) throws IOException {
    return Instant.parse(Files.readString(file));
  }

  private static void follow(Path file) {
    while (true) {
      LockSupport.parkNanos(LOOK_EVERY);
      try {
        told = read(file);
      } catch (IOException gone) {
        return; // with the test's folder
      }
    }
  }
}
