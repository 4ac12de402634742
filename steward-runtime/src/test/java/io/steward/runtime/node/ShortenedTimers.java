package io.steward.runtime.node;

import io.steward.runtime.engine.Timers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;

/// Timers of an engine whose clock is moved by a test: short delays, after which the clock is
/// checked, take only a fraction. Long delays are unchanged.
///
/// @param delegate the real timers
record ShortenedTimers(Timers delegate) implements Timers {

  private static final Duration LONGEST_SHORTENED = Duration.ofSeconds(1);
  private static final int FACTOR = 50;

  private static Duration shortened(Duration time) {
    return time.compareTo(LONGEST_SHORTENED) > 0 ? time : time.dividedBy(FACTOR);
  }

  @Override
  public long nanos() {
    return delegate.nanos();
  }

  @Override
  public Future<?> after(Duration delay, Runnable action) {
    return delegate.after(shortened(delay), action);
  }

  @Override
  public Future<?> every(Duration period, Runnable action) {
    return delegate.every(period, action);
  }

  @Override
  public boolean await(CountDownLatch latch, Duration timeout) throws InterruptedException {
    return delegate.await(latch, timeout);
  }

  @Override
  public void close() {
    delegate.close();
  }
}
