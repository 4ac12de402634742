package io.steward.testkit;

import io.steward.runtime.fleet.FleetClock;
import io.steward.runtime.process.EngineTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A clock that stands still until a test moves it. A bench on it goes by it in all: timestamps,
/// timeouts, the pauses before something is tried again, schedules, expiry. What a plugin itself
/// waits for, with `Thread.sleep` say, goes by the machine's clock.
///
/// Several benches may share one. Safe for use by any thread.
public final class TestClock implements InstantSource {

  private static final Instant SOME_MORNING = Instant.parse("2026-03-02T06:00:00Z");

  private final List<TestDeadlines> deadlines = new CopyOnWriteArrayList<>();
  private Instant shown;
  private long nanos;

  private TestClock(Instant shown) {
    this.shown = shown;
  }

  /// A clock that shows this time.
  ///
  /// @param time which it shows until it is moved
  /// @return a clock
  public static TestClock at(Instant time) {
    return new TestClock(time);
  }

  /// {@return a clock that shows six o'clock UTC on a Monday}
  public static TestClock atSix() {
    return at(SOME_MORNING);
  }

  /// What it shows.
  @Override
  public synchronized Instant instant() {
    return shown;
  }

  synchronized long nanos() {
    return nanos;
  }

  /// Lets time pass, all of it at once, as for a machine that has slept: what is due by then
  /// happens, once each.
  ///
  /// @param time how much; more than nothing
  /// @throws IllegalArgumentException when it would be no step forward
  public void advance(Duration time) {
    if (!time.isPositive()) {
      throw new IllegalArgumentException("time passes forward; to set the clock, use set");
    }
    synchronized (this) {
      shown = shown.plus(time);
      nanos += time.toNanos();
    }
    deadlines.forEach(TestDeadlines::ring);
  }

  /// Sets the clock, as an operator does: it shows another time, forward or back, but none has
  /// passed.
  ///
  /// @param time which it shows from then on
  public synchronized void set(Instant time) {
    shown = time;
  }

  /// Waits until the engine pauses before it tries something again.
  ///
  /// @return how much of the pause that ends first is left
  /// @throws AssertionError when it does not pause within a minute
  public Duration awaitPause() {
    return Patience.await(
        "a pause of the engine",
        () ->
            deadlines.stream()
                .flatMap(each -> each.shortestPause().stream())
                .min(Duration::compareTo));
  }

  /// What an engine is given that is to go by this clock.
  EngineTime timing() {
    TestDeadlines fresh = new TestDeadlines(this, deadlines::remove);
    deadlines.add(fresh);
    return new EngineTime(new FleetClock(this, this::nanos), fresh);
  }
}
