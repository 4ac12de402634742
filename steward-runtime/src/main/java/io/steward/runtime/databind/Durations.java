package io.steward.runtime.databind;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as people write them: `250ms`, `30s`, `5m`, `2h`, `7d`, `1h30m`; or ISO 8601.
public final class Durations {

  private static final Pattern PART = Pattern.compile("(\\d+)(ms|s|m|h|d)");
  private static final Pattern WHOLE = Pattern.compile("(?:\\d+(?:ms|s|m|h|d))+");

  private Durations() {}

  /// Parses a duration.
  ///
  /// @throws IllegalArgumentException if the text is not a duration
  public static Duration parse(String text) {
    String trimmed = text.strip();
    try {
      if (trimmed.toUpperCase(Locale.ROOT).startsWith("P")) {
        return Duration.parse(trimmed);
      }
      if (WHOLE.matcher(trimmed).matches()) {
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(trimmed);
        while (part.find()) {
          sum = sum.plus(one(Long.parseLong(part.group(1)), part.group(2)));
        }
        return sum;
      }
    } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
      // reported below
    }
    throw new IllegalArgumentException(
        "\"" + text + "\" is not a duration such as 250ms, 30s, 5m, 2h or 7d");
  }

  private static Duration one(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /// Prints a duration so that parsing it yields the same.
  public static String print(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    if (duration.isNegative() || duration.toNanosPart() % 1_000_000 != 0) {
      return duration.toString();
    }
    StringBuilder text = new StringBuilder();
    append(text, duration.toDaysPart(), "d");
    append(text, duration.toHoursPart(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toMillisPart(), "ms");
    return text.toString();
  }

  private static void append(StringBuilder text, long amount, String unit) {
    if (amount > 0) {
      text.append(amount).append(unit);
    }
  }
}
