package io.steward.runtime.fleet;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that goes when a test says so, and that a test can set wrong.
public final class TestClock implements InstantSource {

  private Instant wallClock = Instant.parse("2026-01-01T00:00:00Z");
  private Duration elapsed = Duration.ZERO;

  /// A clock that shows the first moment of 2026.
  public TestClock() {}

  @Override
  public synchronized Instant instant() {
    return wallClock;
  }

  /// How much time has passed, whatever the clock shows.
  public synchronized long nanos() {
    return elapsed.toNanos();
  }

  /// Time passes.
  public synchronized void advance(Duration time) {
    wallClock = wallClock.plus(time);
    elapsed = elapsed.plus(time);
  }

  /// Somebody sets the clock: it shows another time at once.
  public synchronized void jump(Duration difference) {
    wallClock = wallClock.plus(difference);
  }
}
