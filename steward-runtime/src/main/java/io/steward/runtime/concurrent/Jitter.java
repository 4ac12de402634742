package io.steward.runtime.concurrent;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Random durations, so that many nodes do not act at the same moment.
public final class Jitter {

  private Jitter() {}

  /// A random duration of less than the limit, in nanoseconds; zero if the limit is zero.
  public static Duration below(Duration limit) {
    long nanos = limit.toNanos();
    return Duration.ofNanos(nanos == 0 ? 0 : ThreadLocalRandom.current().nextLong(nanos));
  }

  /// A random duration from half of the maximum to the maximum.
  public static Duration atMost(Duration max) {
    Duration half = max.dividedBy(2);
    return half.plus(below(half));
  }

  /// A random duration from the minimum to twice the minimum.
  public static Duration atLeast(Duration min) {
    return min.plus(below(min));
  }
}
