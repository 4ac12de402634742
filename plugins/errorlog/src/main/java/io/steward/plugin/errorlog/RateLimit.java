package io.steward.plugin.errorlog;

import java.time.Duration;

/// How many entries may still be told: so many at once, and as many again in each minute. A node
/// that fails in a circle, or whose receiver fails because of what it tells, comes to no more.
final class RateLimit {

  private static final double MINUTE = Duration.ofMinutes(1).toNanos();

  private final int most;
  private double left;
  private long looked;

  /// @param most in a minute
  /// @param nanos what time it is, by {@link System#nanoTime}
  RateLimit(int most, long nanos) {
    this.most = most;
    this.left = most;
    this.looked = nanos;
  }

  /// Whether one more may be told, which is then counted.
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
