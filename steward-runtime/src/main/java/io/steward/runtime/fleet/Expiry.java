package io.steward.runtime.fleet;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Decides whether a message has expired: it must not be started any more.
public final class Expiry {

  /// How much two correctly set clocks may differ. An expiry is written by the sender's clock and
  /// read by another, and no message expires early.
  public static final Duration SKEW = Duration.ofSeconds(2);

  private Expiry() {}

  /// Whether there is an expiry and it has passed.
  public static boolean hasPassed(Optional<Instant> expires, InstantSource clock) {
    return expires.filter(end -> clock.instant().minus(SKEW).isAfter(end)).isPresent();
  }
}
