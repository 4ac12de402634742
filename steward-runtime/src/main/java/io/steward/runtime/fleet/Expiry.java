package io.steward.runtime.fleet;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// When a message need not be started any more.
public final class Expiry {

  /// How much two clocks that are set right may differ. An expiry is written by the sender's clock
  /// and read by another's, and nothing expires early.
  public static final Duration SKEW = Duration.ofSeconds(2);

  private Expiry() {}

  /// Whether an expiry, where there is one, has passed.
  public static boolean hasPassed(Optional<Instant> expires, InstantSource clock) {
    return expires.filter(end -> clock.instant().minus(SKEW).isAfter(end)).isPresent();
  }
}
