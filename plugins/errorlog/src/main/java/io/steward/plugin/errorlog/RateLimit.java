package io.steward.plugin.errorlog;

import java.time.Duration;

/// Limits how many entries are sent: a burst up to the limit, and as many again per minute. It also
/// limits a node that fails in a loop, or whose receiver fails because of the entries it gets.
final class RateLimit {

  private static final double MINUTE = Duration.ofMinutes(1).toNanos();

  private final int perMinute;
  private double left;
  private long updated;

  /// @param perMinute the limit per minute
  /// @param nanos the current time by {@link System#nanoTime}
  RateLimit(int perMinute, long nanos) {
    this.perMinute = perMinute;
    this.left = perMinute;
    this.updated = nanos;
  }

  /// Whether one more entry may be sent; if so, it is counted.
  boolean tryAcquire(long nanos) {
    left = Math.min(perMinute, left + (nanos - updated) / MINUTE * perMinute);
    updated = nanos;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
