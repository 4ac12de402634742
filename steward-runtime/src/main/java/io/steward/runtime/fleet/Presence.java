package io.steward.runtime.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// Whether a unit is there, as far as anybody can tell.
public enum Presence {
  /// Its heart beats.
  ONLINE,
  /// Three heartbeats were missed, or the broker told that its connection has ended.
  SILENT,
  /// It said goodbye.
  STOPPED,
  /// Nothing was ever heard of it.
  UNSEEN;

  private static final int MISSED_HEARTBEATS = 3;

  /// Judges by the last word of a unit.
  ///
  /// @param stopped whether it was a goodbye
  /// @param heard when the broker stored it
  /// @param heartbeat how often the unit speaks
  /// @param now by the reader's clock
  public static Presence of(boolean stopped, Instant lastHeard, Duration heartbeat, Instant now) {
    if (stopped) {
      return STOPPED;
    }
    return silentFrom(lastHeard, heartbeat).isBefore(now) ? SILENT : ONLINE;
  }

  /// When a unit of which nothing more is heard is taken for silent.
  static Instant silentFrom(Instant lastHeard, Duration heartbeat) {
    return lastHeard.plus(heartbeat.multipliedBy(MISSED_HEARTBEATS));
  }

  /// The word for it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
