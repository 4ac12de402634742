package io.steward.benchmark.measure;

import java.time.Duration;

/// How much time there is for measuring.
public enum Effort {
  /// As long as it takes for figures that hold.
  FULL,
  /// Whether everything is about as it was: three minutes for all.
  QUICK;

  /// One of two, by how much time there is.
  public int of(int full, int quick) {
    return this == FULL ? full : quick;
  }

  /// One of two, by how much time there is.
  public Duration of(Duration full, Duration quick) {
    return this == FULL ? full : quick;
  }

  /// Of what happens within one JVM.
  public Rounds rounds() {
    return new Rounds(
        this == FULL ? new WarmUp(2, 6) : new WarmUp(2, 2),
        of(5, 3),
        of(Duration.ofSeconds(2), Duration.ZERO));
  }

  /// Of what starts programs, which nothing warms up.
  public Rounds starts(int full, int quick) {
    return new Rounds(WarmUp.NONE, of(full, quick), Duration.ZERO);
  }
}
