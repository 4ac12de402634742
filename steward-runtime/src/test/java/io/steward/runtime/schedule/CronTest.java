package io.steward.runtime.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an expression means. In Oslo the clocks of 2026 go from 02:00 to 03:00 on the 29th of
/// March, and from 03:00 back to 02:00 on the 25th of October.
class CronTest {

  private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");

  /// The first times after a local one, with their offsets.
  private static List<String> times(String cron, String after, ZoneId zone, int count) {
    Cron parsed = Cron.parse(cron);
    Instant from = OffsetDateTime.parse(after).toInstant();
    return Stream.iterate(parsed.next(from, zone), time -> parsed.next(time, zone))
        .limit(count)
        .map(time -> time.atZone(zone).toOffsetDateTime().toString())
        .toList();
  }

  private static List<String> inOslo(String cron, String after, int count) {
    return times(cron, after, OSLO, count);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          * * * * *            | 2026-01-01T00:01Z
          30 2 * * *           | 2026-01-01T02:30Z
          0 0 * * *            | 2026-01-02T00:00Z
          */20 * * * *         | 2026-01-01T00:20Z
          5-10/5,50 3 * * *    | 2026-01-01T03:05Z
          0 12 * * mon-wed     | 2026-01-05T12:00Z
          0 12 * * fri-sun     | 2026-01-02T12:00Z
          0 12 * * 7           | 2026-01-04T12:00Z
          0 12 * * 0           | 2026-01-04T12:00Z
          0 12 * FEB Tue       | 2026-02-03T12:00Z
          0 0 29 2 *           | 2028-02-29T00:00Z
          0 0 13 * fri         | 2026-01-02T00:00Z
          0 0 13 * */5         | 2026-02-13T00:00Z
          0 0 */30 * mon       | 2026-06-01T00:00Z
          @hourly              | 2026-01-01T01:00Z
          @daily               | 2026-01-02T00:00Z
          @weekly              | 2026-01-04T00:00Z
          @monthly             | 2026-02-01T00:00Z
          @yearly              | 2027-01-01T00:00Z
          """)
  void comesNextAfterTheFirstMomentOf2026(String cron, String next) {
    assertThat(times(cron, "2026-01-01T00:00Z", ZoneOffset.UTC, 1)).containsExactly(next);
  }

  @Test
  void aTimeSkippedBySummerTimeRunsAtTheFirstMomentAfterTheGap() {
    assertThat(inOslo("30 2 * * *", "2026-03-28T12:00+01:00", 2))
        .containsExactly("2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00");
  }

  @Test
  void severalSkippedTimesRunOnce() {
    assertThat(inOslo("0,30 2,3 * * *", "2026-03-29T00:00+01:00", 3))
        .containsExactly(
            "2026-03-29T03:00+02:00", "2026-03-29T03:30+02:00", "2026-03-30T02:00+02:00");
  }

  @Test
  void aTimeThatOccursTwiceRunsOnce() {
    assertThat(inOslo("30 2 * * *", "2026-10-24T12:00+02:00", 2))
        .containsExactly("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
    assertThat(inOslo("30 2 * * *", "2026-10-25T02:10+01:00", 1))
        .containsExactly("2026-10-26T02:30+01:00");
  }

  @Test
  void everyHalfHourIsARealHalfHour() {
    assertThat(inOslo("*/30 * * * *", "2026-03-29T01:00+01:00", 3))
        .containsExactly(
            "2026-03-29T01:30+01:00", "2026-03-29T03:00+02:00", "2026-03-29T03:30+02:00");
    assertThat(inOslo("*/30 * * * *", "2026-10-25T01:30+02:00", 5))
        .containsExactly(
            "2026-10-25T02:00+02:00",
            "2026-10-25T02:30+02:00",
            "2026-10-25T02:00+01:00",
            "2026-10-25T02:30+01:00",
            "2026-10-25T03:00+01:00");
  }

  @Test
  void aDaySkippedByAZoneRunsAtTheFirstMomentAfterIt() {
    assertThat(times("0 12 30 12 *", "2011-01-01T00:00Z", ZoneId.of("Pacific/Apia"), 2))
        .containsExactly("2011-12-31T00:00+14:00", "2012-12-30T12:00+14:00");
  }

  @Test
  void aDayThatRecursAtMidnightIsNotSkipped() {
    assertThat(times("15 * 6 11 *", "2010-11-06T23:00-02:30", ZoneId.of("America/St_Johns"), 3))
        .containsExactly(
            "2010-11-06T23:15-02:30", "2010-11-06T23:15-03:30", "2011-11-06T00:15-02:30");
    assertThat(times("15 * 7 11 *", "2010-11-06T23:30-03:30", ZoneId.of("America/St_Johns"), 1))
        .containsExactly("2010-11-07T00:15-03:30");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          60 * * * *       | "60" is not a minute, which is 0 to 59
          * 24 * * *       | "24" is not an hour, which is 0 to 23
          * * 0 * *        | "0" is not a day of the month, which is 1 to 31
          * * * juli *     | "juli" is not a month, which is 1 to 12 or jan to dec; did you mean "jul"?
          * * * * fry      | "fry" is not a day of the week, which is 0 to 7 or sun to sat; did you mean "fri"?
          * * * * xxxxxx   | "xxxxxx" is not a day of the week, which is 0 to 7 or sun to sat
          61 25 * * *      | "61" is not a minute, which is 0 to 59; "25" is not an hour, which is 0 to 23
          5/15 * * * *     | "5/15" has a step, which only * or a range may have, as in */15 or 10-20/2
          */0 * * * *      | "0" is not a step, which is 1 to 99
          20-10 * * * *    | "20-10" ends before it begins
          1,,2 * * * *     | "" is not a minute, which is 0 to 59
          -5 * * * *       | "" is not a minute, which is 0 to 59
          @dayly           | "@dayly" is not a known macro; did you mean "@daily"?
          0 0 30 2 *       | "0 0 30 2 *" is never due
          * * * *          | "* * * *" must have five fields: minute, hour, day of the month, month and day of the week, for example 30 2 * * mon-fri
          * * * * * *      | "* * * * * *" must have five fields: minute, hour, day of the month, month and day of the week, for example 30 2 * * mon-fri
          """)
  void reportsWhatIsWrong(String cron, String message) {
    assertThatThrownBy(() -> Cron.parse(cron))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void printsTheNormalizedExpression() {
    assertThat(Cron.parse("  0  12 *\t* MON ")).hasToString("0 12 * * MON");
  }

  @Test
  void anUnknownZoneSuggestsTheNearest() {
    assertThat(Zone.parse("Europe/Oslo")).hasToString("Europe/Oslo");
    assertThatThrownBy(() -> Zone.parse("Europe/Osl"))
        .hasMessage(
            "\"Europe/Osl\" is not a time zone such as UTC or Europe/Oslo;"
                + " did you mean \"Europe/Oslo\"?");
  }
}
