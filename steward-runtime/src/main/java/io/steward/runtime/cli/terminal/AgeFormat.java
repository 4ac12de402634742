package io.steward.runtime.cli.terminal;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/// Formats ages and durations for people. Any duration can be formatted: units report the times.
public final class AgeFormat {

  private AgeFormat() {}

  /// The age of `then`, for example `now`, `12s`, `5m`, `3h`, `2d`.
  public static String ago(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    if (age.toSeconds() < 1) {
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
    if (duration.toSeconds() >= 60) {
      return duration.toMinutes() + "m" + duration.toSecondsPart() + "s";
    }
    long millis = millis(duration);
    return millis < 1000
        ? millis + "ms"
        : String.format(java.util.Locale.ROOT, "%.1fs", millis / 1000.0);
  }

  /// A duration in milliseconds, or the nearest number of them that there is.
  public static long millis(Duration duration) {
    long max = TimeUnit.MILLISECONDS.toSeconds(Long.MAX_VALUE);
    if (duration.toSeconds() >= max || duration.toSeconds() <= -max) {
      return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return duration.toMillis();
  }
}
