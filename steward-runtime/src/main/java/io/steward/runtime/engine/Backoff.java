package io.steward.runtime.engine;

import io.steward.runtime.concurrent.Jitter;
import java.time.Duration;

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
    timers.sleep(Jitter.atMost(next));
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(max) > 0 ? max : doubled;
  }

  /// Starts over with the shortest pause after a success.
  public void reset() {
    next = min;
  }
}
