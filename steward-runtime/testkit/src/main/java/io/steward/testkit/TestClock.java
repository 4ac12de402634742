package io.steward.testkit;

import io.steward.runtime.engine.EngineTime;
import io.steward.runtime.fleet.FleetClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A clock that stands still until a test moves it. A bench with this clock uses it for everything:
/// timestamps, timeouts, backoffs, schedules, expiry. What a plugin itself waits for, for example
/// with `Thread.sleep`, uses the machine's clock.
///
/// Several benches may share one clock. Safe for use by any thread.
public final class TestClock implements InstantSource {

  private static final Instant MONDAY_AT_SIX = Instant.parse("2026-03-02T06:00:00Z");

  private final List<TestTimers> timers = new CopyOnWriteArrayList<>();
  private Instant shown;
  private long nanos;

  private TestClock(Instant shown) {
    this.shown = shown;
  }

  /// Creates a clock that shows a time.
  ///
  /// @param time shown until the clock is moved
  /// @return the clock
  public static TestClock at(Instant time) {
    return new TestClock(time);
  }

  /// {@return a clock that shows six o'clock UTC on a Monday}
  public static TestClock atSix() {
    return at(MONDAY_AT_SIX);
  }

  /// The time shown.
  @Override
  public synchronized Instant instant() {
    return shown;
  }

  synchronized long nanos() {
    return nanos;
  }

  /// Advances the clock in one step, as for a machine that was asleep: everything due by then
  /// happens once.
  ///
  /// @param time by how much; positive
  /// @throws IllegalArgumentException when it is not positive
  public void advance(Duration time) {
    if (!time.isPositive()) {
      throw new IllegalArgumentException("the duration must be positive; use set to set the clock");
    }
    synchronized (this) {
      shown = shown.plus(time);
      nanos += time.toNanos();
    }
    timers.forEach(TestTimers::ring);
  }

  /// Sets the clock to another time, forward or back, as an operator does. No time passes by that:
  /// no timeout or backoff ends.
  ///
  /// @param time shown from then on
  public synchronized void set(Instant time) {
    shown = time;
  }

  /// Waits until the engine waits for a backoff.
  ///
  /// @return the rest of the backoff that ends first
  /// @throws AssertionError when no backoff begins within a minute
  public Duration awaitPause() {
    return Poll.await(
        "backoff of the engine",
        () ->
            timers.stream()
                .flatMap(each -> each.shortestPause().stream())
                .min(Duration::compareTo));
  }

  /// The time source of an engine that uses this clock.
  EngineTime timing() {
    TestTimers created = new TestTimers(this, timers::remove);
    timers.add(created);
    return new EngineTime(new FleetClock(this, this::nanos), created);
  }
}
