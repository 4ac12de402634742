package io.steward.runtime.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;

/// Deadlines of an engine whose clock a test moves: what looks at the clock after a moment does so
/// after a small part of it. What is to take long takes as long.
///
/// @param delegate what they go by
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
