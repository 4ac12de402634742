package io.steward.testkit;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Waiting for what other threads do.
final class Patience {

  private static final Duration MOST = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofMillis(5);

  private Patience() {}

  /// Waits until there is something, and gives it.
  ///
  /// @param what is waited for, to be told when it does not come
  /// @throws AssertionError when there is nothing within a minute
  static <T> T await(String what, Supplier<Optional<T>> look) {
    long end = System.nanoTime() + MOST.toNanos();
    while (true) {
      Optional<T> found = look.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(what + " was waited for in vain for " + MOST.toSeconds() + " s");
      }
      try {
        Thread.sleep(LOOK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for " + what, e);
      }
    }
  }
}
