package io.steward.runtime.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// Whether a unit is online, as far as the broker can tell.
public enum Presence {
  /// It sends heartbeats.
  ONLINE,
  /// Three heartbeats are missing, or the broker reported the end of its connection.
  SILENT,
  /// It announced its shutdown.
  STOPPED,
  /// It has never published its state.
  UNSEEN;

  private static final int MISSED_HEARTBEATS = 3;

  /// Determines the presence from a unit's latest state.
  ///
  /// @param stopped whether that state announced a shutdown
  /// @param lastHeard when the broker stored it
  /// @param heartbeat the unit's heartbeat interval
  /// @param now the time by the reader's clock
  public static Presence of(boolean stopped, Instant lastHeard, Duration heartbeat, Instant now) {
    if (stopped) {
      return STOPPED;
    }
    return silentFrom(lastHeard, heartbeat).isBefore(now) ? SILENT : ONLINE;
  }

  /// When a unit becomes silent if no further heartbeat arrives.
  static Instant silentFrom(Instant lastHeard, Duration heartbeat) {
    return lastHeard.plus(heartbeat.multipliedBy(MISSED_HEARTBEATS));
  }

  /// The name in texts.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
