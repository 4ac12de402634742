package io.steward.runtime.objects;

import io.steward.api.ObjectRefusedException;
import io.steward.runtime.bus.Bus;
import java.io.IOException;
import java.time.Duration;

/// Asks the broker again as long as the link comes and goes, and a few times while it is up.
///
/// @param bus to the broker
/// @param pieces where it is asked
record RetryPolicy(Bus bus, ObjectPieces pieces) {

  private static final int MAX_FAILURES_WHILE_UP = 12;
  private static final Duration MIN_BACKOFF = Duration.ofMillis(50);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(2);

  /// Something that the broker is asked.
  ///
  /// @param <T> its answer
  @FunctionalInterface
  interface Attempt<T> {
    T run() throws IOException, InterruptedException;
  }

  /// Asks until there is an answer.
  ///
  /// @param onLoss told of each question that got none
  /// @throws ObjectRefusedException when there never will be one
  /// @throws IOException when there is none over a link that is up
  <T> T retry(Attempt<T> attempt, Runnable onLoss) throws IOException, InterruptedException {
    Duration backoff = MIN_BACKOFF;
    int failures = 0;
    while (true) {
      try {
        return attempt.run();
      } catch (ObjectRefusedException e) {
        throw e;
      } catch (IOException e) {
        onLoss.run();
        if (bus.isUp()) {
          pieces.requireBucket();
          failures++;
        }
        if (failures == MAX_FAILURES_WHILE_UP) {
          throw e;
        }
      }
      Thread.sleep(backoff);
      backoff = backoff.multipliedBy(2);
      backoff = backoff.compareTo(MAX_BACKOFF) > 0 ? MAX_BACKOFF : backoff;
    }
  }
}
