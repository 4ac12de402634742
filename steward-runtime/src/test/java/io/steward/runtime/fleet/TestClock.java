package io.steward.runtime.fleet;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that goes when a test says so, and that a test can set wrong.
public final class TestClock implements InstantSource {

  private Instant shown = Instant.parse("2026-01-01T00:00:00Z");
  private Duration passed = Duration.ZERO;

  /// A clock that shows the first moment of 2026.
  public TestClock() {}

  @Override
  public synchronized Instant instant() {
    return shown;
  }

  /// How much time has passed, whatever the clock shows.
  public synchronized long nanos() {
    return passed.toNanos();
  }

  /// Time passes.
  public synchronized void advance(Duration time) {
    shown = shown.plus(time);
    passed = passed.plus(time);
  }

  /// Somebody sets the clock: it shows another time at once.
  public synchronized void jump(Duration difference) {
    shown = shown.plus(difference);
  }
}
