package io.steward.runtime.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Timers by the machine's own clock.
final class SystemTimers implements Timers {

  private static final Logger log = LoggerFactory.getLogger(SystemTimers.class);

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
      return thread.schedule(() -> runLogged(action), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      return CompletableFuture.completedFuture(null);
    }
  }

  @Override
  public Future<?> every(Duration period, Runnable action) {
    long millis = period.toMillis();
    return thread.scheduleWithFixedDelay(
        () -> runLogged(action), millis, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public boolean await(CountDownLatch latch, Duration timeout) throws InterruptedException {
    return latch.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static void runLogged(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      log.error("a timer failed", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
