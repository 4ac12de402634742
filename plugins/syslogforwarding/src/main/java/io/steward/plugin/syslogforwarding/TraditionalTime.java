package io.steward.plugin.syslogforwarding;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// Parses times as in RFC 3164: `Jan 2 15:04:05`, without a year and without a zone.
final class TraditionalTime {

  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
  private static final Duration MAX_AHEAD = Duration.ofDays(2);

  private TraditionalTime() {}

  /// Parses a time; when there is none, returns empty and leaves the cursor where it was.
  ///
  /// @param received determines the year: the latest one for which the time is not in the future
  /// @param zone of the sender
  static Optional<Instant> read(TextCursor textCursor, Instant received, ZoneId zone) {
    int start = textCursor.position();
    int month = MONTHS.indexOf(textCursor.some(3)) + 1;
    boolean form = month > 0 && textCursor.take(' ');
    textCursor.take(' ');
    int day = textCursor.number(2);
    form &= day > 0 && textCursor.take(' ');
    int hour = textCursor.number(2);
    form &= textCursor.take(':');
    int minute = textCursor.number(2);
    form &= textCursor.take(':');
    int second = textCursor.number(2);
    if (textCursor.take('.')) {
      textCursor.number(9); // the fraction that some devices write
    }
    Optional<Instant> time =
        form ? guess(month, day, hour, minute, second, received, zone) : Optional.empty();
    if (time.isEmpty()) {
      textCursor.back(start);
    }
    return time;
  }

  private static Optional<Instant> guess(
      int month, int day, int hour, int minute, int second, Instant received, ZoneId zone) {
    int year = Year.from(received.atZone(zone)).getValue() + 1;
    for (int tries = 0; tries < 9; tries++, year--) { // 29 February may be 8 years ago
      try {
        Instant time =
            LocalDateTime.of(year, month, day, hour, minute, second).atZone(zone).toInstant();
        if (time.isBefore(received.plus(MAX_AHEAD))) {
          return Optional.of(time);
        }
      } catch (DateTimeException notThatYear) {
        if (month != 2 || day != 29) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
