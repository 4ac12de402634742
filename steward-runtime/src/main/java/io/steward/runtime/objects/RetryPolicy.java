package io.steward.runtime.objects;

import io.steward.api.ObjectRefusedException;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.concurrent.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Retries requests to the broker: while the link is down, as long as somebody waits for it, and a
/// few times while it is up.
///
/// @param bus the bus
/// @param pieces the bucket that the requests are about
/// @param waiting whether to wait for a link that is down
record RetryPolicy(Bus bus, Pieces pieces, BooleanSupplier waiting) {

  private static final int MAX_FAILURES_WHILE_UP = 12;
  private static final Duration MIN_BACKOFF = Duration.ofMillis(50);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(2);

  /// A request to the broker.
  ///
  /// @param <T> its answer
  @FunctionalInterface
  interface Attempt<T> {
    T run() throws IOException, InterruptedException;
  }

  /// Retries a request until there is an answer.
  <T> T retry(Attempt<T> attempt) throws IOException, InterruptedException {
    return retry(attempt, () -> {});
  }

  /// Retries a request until there is an answer.
  ///
  /// @param onLoss called for each request without an answer
  /// @throws ObjectRefusedException if a retry cannot help
  /// @throws BodyConflictException if a retry cannot help
  /// @throws IOException if there is no answer over a link that is up, or nobody waits for one that
  ///   is down
  <T> T retry(Attempt<T> attempt, Runnable onLoss) throws IOException, InterruptedException {
    Backoff backoff = new Backoff(MIN_BACKOFF, MAX_BACKOFF);
    int failures = 0;
    while (true) {
      try {
        return attempt.run();
      } catch (ObjectRefusedException | BodyConflictException e) {
        throw e;
      } catch (IOException e) {
        onLoss.run();
        if (bus.isUp()) {
          pieces.requireBucket();
          failures++;
        } else if (!waiting.getAsBoolean()) {
          throw e;
        }
        if (failures == MAX_FAILURES_WHILE_UP) {
          throw e;
        }
      }
      Thread.sleep(backoff.next());
    }
  }
}
