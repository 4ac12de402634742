package io.steward.runtime.fleet;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that only a test advances, and that a test can set wrong.
public final class TestClock implements InstantSource {

  private Instant wallClock = Instant.parse("2026-01-01T00:00:00Z");
  private Duration elapsed = Duration.ZERO;

  /// A clock that starts at the first instant of 2026.
  public TestClock() {}

  @Override
  public synchronized Instant instant() {
    return wallClock;
  }

  /// The elapsed time, whatever the clock shows.
  public synchronized long nanos() {
    return elapsed.toNanos();
  }

  /// Lets time pass.
  public synchronized void advance(Duration time) {
    wallClock = wallClock.plus(time);
    elapsed = elapsed.plus(time);
  }

  /// Sets the clock without letting time pass.
  public synchronized void jump(Duration difference) {
    wallClock = wallClock.plus(difference);
  }
}
