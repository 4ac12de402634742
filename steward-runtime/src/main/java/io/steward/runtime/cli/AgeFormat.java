package io.steward.runtime.cli;

import java.time.Duration;
import java.time.Instant;

/// How long ago something was, as people say it.
final class AgeFormat {

  private AgeFormat() {}

  /// For example `now`, `12s`, `5m`, `3h`, `2d`.
  static String ago(Instant then, Instant now) {
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

  /// A duration with three figures or so.
  static String elapsed(Duration duration) {
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
