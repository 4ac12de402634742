package io.steward.plugin.errorlog;

import java.time.Duration;

/// Limits how many entries are sent: a burst up to the limit, and as many again per minute. It also
/// limits a node that fails in a loop, or whose receiver fails because of the entries it gets.
final class RateLimit {

  private static final double MINUTE = Duration.ofMinutes(1).toNanos();

  private final int most;
  private double left;
  private long looked;

  /// @param the limit per minute
  /// @param nanos the current time by {@link System#nanoTime}
  RateLimit(int most, long nanos) {
    this.most = most;
    this.left = most;
    this.looked = nanos;
  }

  /// Whether one more entry may be sent; if so, it is counted.
  boolean take(long nanos) {
    left = Math.min(most, left + (nanos - looked) / MINUTE * most);
    looked = nanos;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
