package io.steward.runtime.concurrent;

import java.time.Duration;

/// Exponential backoff with jitter: each pause is a random time between half of its length and its
/// full length, so that many nodes do not retry at the same moment. The caller does the waiting.
///
/// Not thread-safe.
public final class Backoff {

  private final Duration min;
  private final Duration max;
  private Duration next;

  /// @param min the full length of the first pause
  /// @param max the limit for the full length, which doubles with each pause
  public Backoff(Duration min, Duration max) {
    this.min = min;
    this.max = max;
    this.next = min;
  }

  /// How long to pause now.
  public Duration next() {
    Duration pause = Jitter.atMost(next);
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(max) > 0 ? max : doubled;
    return pause;
  }

  /// Starts over with the shortest pause after a success.
  public void reset() {
    next = min;
  }
}
