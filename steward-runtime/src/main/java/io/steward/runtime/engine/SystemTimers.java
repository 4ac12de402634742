package io.steward.runtime.engine;

import io.steward.runtime.concurrent.LoggedTask;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Timers by the machine's own clock.
final class SystemTimers implements Timers {

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("timers").factory());

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Future<?> after(Duration delay, Runnable action) {
    try {
      return thread.schedule(
          new LoggedTask("a timer", action), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      return CompletableFuture.completedFuture(null);
    }
  }

  @Override
  public Future<?> every(Duration period, Runnable action) {
    long millis = period.toMillis();
    return thread.scheduleWithFixedDelay(
        new LoggedTask("a timer", action), millis, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public boolean await(CountDownLatch latch, Duration timeout) throws InterruptedException {
    return latch.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
