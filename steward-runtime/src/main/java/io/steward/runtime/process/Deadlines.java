package io.steward.runtime.process;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does short things later. One thread serves all processes of a node, so nothing that may block
/// belongs here.
public final class Deadlines implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Deadlines.class);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("deadlines").factory());

  /// Does something once. Cancelling the future takes it back, and so does closing.
  public Future<?> after(Duration delay, Runnable action) {
    try {
      return thread.schedule(() -> guarded(action), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      return CompletableFuture.completedFuture(null);
    }
  }

  /// Does something again and again.
  Future<?> every(Duration period, Runnable action) {
    long millis = period.toMillis();
    return thread.scheduleWithFixedDelay(
        () -> guarded(action), millis, millis, TimeUnit.MILLISECONDS);
  }

  /// Does something that may block again and again, on a thread of its own each time.
  public void repeat(Duration period, Runnable action) {
    var _ = every(period, () -> Thread.ofVirtual().start(action));
  }

  private static void guarded(Runnable action) {
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
