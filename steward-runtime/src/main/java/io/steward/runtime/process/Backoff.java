package io.steward.runtime.process;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Pauses that grow, each somewhere between half of itself and the whole, so that a thousand nodes
/// do not come back at the same moment.
final class Backoff {

  private final Timers timers;
  private final Duration shortest;
  private final Duration longest;
  private Duration next;

  Backoff(Timers timers, Duration shortest, Duration longest) {
    this.timers = timers;
    this.shortest = shortest;
    this.longest = longest;
    this.next = shortest;
  }

  /// Waits.
  void pause() throws InterruptedException {
    long millis = next.toMillis();
    timers.sleep(
        Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1)));
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(longest) > 0 ? longest : doubled;
  }

  /// All is well again.
  void reset() {
    next = shortest;
  }
}
