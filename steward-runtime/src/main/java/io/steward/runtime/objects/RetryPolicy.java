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

  private static final int WITH_A_LINK = 12;
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /// Something that the broker is asked.
  ///
  /// @param <T> its answer
  @FunctionalInterface
  interface Attempt<T> {
    T ask() throws IOException, InterruptedException;
  }

  /// Asks until there is an answer.
  ///
  /// @param onLoss told of each question that got none
  /// @throws ObjectRefusedException when there never will be one
  /// @throws IOException when there is none over a link that is up
  <T> T retry(Attempt<T> attempt, Runnable onLoss) throws IOException, InterruptedException {
    Duration pause = SHORTEST_PAUSE;
    int failures = 0;
    while (true) {
      try {
        return attempt.ask();
      } catch (ObjectRefusedException e) {
        throw e;
      } catch (IOException e) {
        onLoss.run();
        if (bus.isUp()) {
          pieces.check();
          failures++;
        }
        if (failures == WITH_A_LINK) {
          throw e;
        }
      }
      Thread.sleep(pause);
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
  }
}
