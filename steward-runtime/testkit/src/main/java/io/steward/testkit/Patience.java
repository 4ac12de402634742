package io.steward.testkit;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Waits for other threads.
final class Patience {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(5);

  private Patience() {}

  /// Polls until there is a value, and returns it.
  ///
  /// @param what is awaited, for the message when it does not come
  /// @throws AssertionError when there is no value within a minute
  static <T> T await(String what, Supplier<Optional<T>> poll) {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (true) {
      Optional<T> found = poll.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("no " + what + " within " + TIMEOUT.toSeconds() + " s");
      }
      try {
        Thread.sleep(POLL_INTERVAL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for " + what, e);
      }
    }
  }
}
