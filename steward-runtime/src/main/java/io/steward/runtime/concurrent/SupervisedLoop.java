package io.steward.runtime.concurrent;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a loop until it returns, or is stopped. Whatever else ends it is a bug, an interrupt that
/// nobody asked for included: it is logged and recorded, and the loop is run again after a pause,
/// which grows.
///
/// Only a {@linkplain DeadlyError deadly error} ends the thread that runs this.
///
/// @param name for the log, and for the operator
/// @param failures where its failures are recorded
/// @param loop what it runs
/// @param stop whoever wants it to stop counts this down before interrupting its thread
public record SupervisedLoop(String name, ThreadFailures failures, Loop loop, CountDownLatch stop)
    implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(SupervisedLoop.class);
  private static final Duration MIN_PAUSE = Duration.ofMillis(200);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(30);

  /// Failures further apart have nothing to do with each other.
  private static final Duration STABLE_AFTER = Duration.ofMinutes(1);

  /// The work of a thread.
  @FunctionalInterface
  public interface Loop {

    /// Works until it is interrupted, or until nothing is left to do. It is called again after a
    /// failure, so it begins with whatever the failure has left half done.
    void run() throws InterruptedException;
  }

  @Override
  public void run() {
    Backoff backoff = new Backoff(MIN_PAUSE, MAX_PAUSE);
    boolean ended = false;
    while (!ended) {
      long started = System.nanoTime();
      Optional<Throwable> failure = runLoop();
      if (System.nanoTime() - started > STABLE_AFTER.toNanos()) {
        backoff.reset();
      }
      ended = failure.isEmpty() || !pauseAfter(failure.get(), backoff);
    }
  }

  private Optional<Throwable> runLoop() {
    try {
      loop.run();
      return Optional.empty();
    } catch (InterruptedException | RuntimeException | Error e) {
      DeadlyError.rethrow(e);
      return Optional.of(e);
    }
  }

  /// @return whether the loop is to run again
  @SuppressWarnings("InterruptedExceptionSwallowed") // nobody asked for it, unless it is to stop
  private boolean pauseAfter(Throwable failure, Backoff backoff) {
    Thread.interrupted(); // left by what failed
    if (stop.getCount() == 0) {
      if (!(failure instanceof InterruptedException)) {
        log.debug("\"{}\" failed while it was being stopped", name, failure);
      }
      return false;
    }
    Duration pause = backoff.next();
    log.error("a bug has ended \"{}\"; it runs again in {} ms", name, pause.toMillis(), failure);
    new LoggedTask("recording a failure", () -> failures.record(name, failure)).run();
    try {
      return !stop.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return stop.getCount() > 0;
    }
  }
}
