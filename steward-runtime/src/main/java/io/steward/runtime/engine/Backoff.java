package io.steward.runtime.engine;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Exponential backoff with jitter: each pause is a random time between half of its length and its
/// full length, so that many nodes do not retry at the same moment. Delays publishing, uploads,
/// fetching, and restarts of sources; the connection has a jitter of its own.
public final class Backoff {

  private final Timers timers;
  private final Duration min;
  private final Duration max;
  private Duration next;

  public Backoff(Timers timers, Duration min, Duration max) {
    this.timers = timers;
    this.min = min;
    this.max = max;
    this.next = min;
  }

  /// Pauses; the next pause is twice as long, up to the maximum.
  public void pause() throws InterruptedException {
    long millis = next.toMillis();
    timers.sleep(
        Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1)));
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(max) > 0 ? max : doubled;
  }

  /// Starts over with the shortest pause after a success.
  public void reset() {
    next = min;
  }
}
