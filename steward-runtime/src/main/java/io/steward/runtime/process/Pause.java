package io.steward.runtime.process;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Pauses that grow, each somewhere between half of itself and the whole, so that a thousand nodes
/// do not come back at the same moment.
final class Pause {

  private final Deadlines deadlines;
  private final Duration shortest;
  private final Duration longest;
  private Duration next;

  Pause(Deadlines deadlines, Duration shortest, Duration longest) {
    this.deadlines = deadlines;
    this.shortest = shortest;
    this.longest = longest;
    this.next = shortest;
  }

  /// Waits.
  void take() throws InterruptedException {
    long millis = next.toMillis();
    deadlines.sleep(
        Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1)));
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(longest) > 0 ? longest : doubled;
  }

  /// All is well again.
  void reset() {
    next = shortest;
  }
}
