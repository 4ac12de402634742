package io.steward.benchmark.measure;

import java.time.Duration;

/// How much time to spend on measuring.
public enum Effort {
  /// As long as it takes for reliable figures.
  FULL,
  /// A rough check for regressions: three minutes for all comparisons.
  QUICK;

  /// One of two values, by effort.
  public int of(int full, int quick) {
    return this == FULL ? full : quick;
  }

  /// One of two values, by effort.
  public Duration of(Duration full, Duration quick) {
    return this == FULL ? full : quick;
  }

  /// The rounds of comparisons within one JVM.
  public Rounds rounds() {
    return new Rounds(
        this == FULL ? new WarmUp(2, 6) : new WarmUp(2, 2),
        of(5, 3),
        of(Duration.ofSeconds(2), Duration.ZERO));
  }

  /// The rounds of comparisons that start programs, which need no warm-up.
  public Rounds starts(int full, int quick) {
    return new Rounds(WarmUp.NONE, of(full, quick), Duration.ZERO);
  }
}
