package io.steward.runtime.concurrent;

import java.time.Duration;

/// Limits a rate: so many at once, and then one per interval. Belongs to one thread, or to a lock.
public final class TokenBucket {

  private final long capacity;
  private final long nanosPerToken;
  private long nanos;
  private long tokens;

  /// @param capacity how many are allowed at once
  /// @param perToken after which time another one is allowed
  /// @param now the current time of a monotonic clock, in nanoseconds
  public TokenBucket(long capacity, Duration perToken, long now) {
    this.capacity = capacity;
    this.nanosPerToken = perToken.toNanos();
    this.tokens = capacity;
    this.nanos = now;
  }

  /// Takes one, if the rate allows it.
  ///
  /// @param now the current time of the same clock, in nanoseconds
  public boolean tryTake(long now) {
    long due = (now - nanos) / nanosPerToken;
    if (due > 0) {
      tokens = Math.min(capacity, tokens + due);
      nanos += due * nanosPerToken;
    }
    if (tokens == 0) {
      return false;
    }
    tokens--;
    return true;
  }
}
