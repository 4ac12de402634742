package io.steward.runtime.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;

/// Deadlines of an engine whose clock a test moves: what looks at the clock after a moment does so
/// after a small part of it. What is to take long takes as long.
///
/// @param real what they go by
record EagerDeadlines(Timers real) implements Timers {

  private static final Duration MOMENT = Duration.ofSeconds(1);
  private static final int PARTS = 50;

  private static Duration shortened(Duration time) {
    return time.compareTo(MOMENT) > 0 ? time : time.dividedBy(PARTS);
  }

  @Override
  public long nanos() {
    return real.nanos();
  }

  @Override
  public Future<?> after(Duration delay, Runnable action) {
    return real.after(shortened(delay), action);
  }

  @Override
  public Future<?> every(Duration period, Runnable action) {
    return real.every(period, action);
  }

  @Override
  public boolean await(CountDownLatch end, Duration most) throws InterruptedException {
    return real.await(end, most);
  }

  @Override
  public void close() {
    real.close();
  }
}
