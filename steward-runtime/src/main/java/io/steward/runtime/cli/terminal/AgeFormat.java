package io.steward.runtime.cli.terminal;

import java.time.Duration;
import java.time.Instant;

/// Formats ages and durations for people.
public final class AgeFormat {

  private AgeFormat() {}

  /// The age of `then`, for example `now`, `12s`, `5m`, `3h`, `2d`.
  public static String ago(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    if (age.toMillis() < 1000) {
      return "now";
    }
    if (age.toSeconds() < 120) {
      return age.toSeconds() + "s";
    }
    if (age.toMinutes() < 120) {
      return age.toMinutes() + "m";
    }
    return age.toHours() < 48 ? age.toHours() + "h" : age.toDays() + "d";
  }

  /// A duration to about three digits, for example `12ms`, `6.0s`, `3m20s`.
  public static String elapsed(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1000) {
      return millis + "ms";
    }
    if (millis < 60_000) {
      return String.format(java.util.Locale.ROOT, "%.1fs", millis / 1000.0);
    }
    return duration.toMinutes() + "m" + duration.toSecondsPart() + "s";
  }
}
