package io.steward.runtime.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random expressions, zones and times, compared with another implementation. Around clock
/// transitions the two promise different things, so only expressions for every hour are compared
/// there.
class CronOracleTest {

  private static final int EXPRESSIONS = 3_000;
  private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
  private static final Duration SPAN = Duration.ofDays(3653);
  private static final Duration NEAR = Duration.ofDays(2);
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  private static Instant expected(String cron, Instant after, ZoneId zone) {
    return ExecutionTime.forCron(PARSER.parse(cron))
        .nextExecution(after.atZone(zone))
        .map(ZonedDateTime::toInstant)
        .orElseThrow();
  }

  private static Instant randomInstant(Random random) {
    return FROM.plusSeconds(random.nextLong(SPAN.toSeconds())).plusMillis(random.nextInt(1000));
  }

  private static boolean isNearATransition(Instant from, Instant to, ZoneId zone) {
    var change = zone.getRules().nextTransition(from.minus(NEAR));
    return change != null && change.getInstant().isBefore(to.plus(NEAR));
  }

  /// A field as people write it.
  private static String field(Random random, int least, int greatest) {
    int first = random.nextInt(least, greatest + 1);
    int last = random.nextInt(first, greatest + 1);
    return switch (random.nextInt(6)) {
      case 0 -> Integer.toString(first);
      case 1 -> first + "-" + last;
      case 2 -> first + "-" + last + "/" + random.nextInt(1, 7);
      case 3 ->
          IntStream.range(0, random.nextInt(2, 5))
              .mapToObj(each -> Integer.toString(random.nextInt(least, greatest + 1)))
              .collect(Collectors.joining(","));
      default -> "*";
    };
  }

  private static String interval(Random random) {
    return random.nextBoolean() ? "*/" + random.nextInt(1, 60) : field(random, 0, 59);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTC",
        "Europe/Oslo",
        "America/New_York",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "Africa/Cairo",
        "Pacific/Chatham"
      })
  void agreesAwayFromClockTransitions(ZoneId zone) {
    Random random = new Random(7);
    int compared = 0;
    for (int i = 0; i < EXPRESSIONS; i++) {
      String hours = random.nextInt(4) == 0 ? "*/" + random.nextInt(1, 24) : field(random, 0, 23);
      String cron =
          String.join(
              " ",
              List.of(
                  interval(random),
                  hours,
                  field(random, 1, 28),
                  field(random, 1, 12),
                  field(random, 0, 6)));
      Instant after = randomInstant(random);
      Instant ours = Cron.parse(cron).next(after, zone);
      if (!isNearATransition(after, ours, zone) || zone.getRules().isFixedOffset()) {
        compared++;
        assertThat(ours)
            .as("%s after %s in %s", cron, after, zone)
            .isEqualTo(expected(cron, after, zone));
      }
    }
    assertThat(compared).isGreaterThan(EXPRESSIONS / 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Europe/Oslo", "America/New_York", "Africa/Cairo"})
  void agreesAcrossClockTransitionsForExpressionsThatRunInEveryHour(ZoneId zone) {
    Random random = new Random(11);
    Instant change = FROM;
    for (int i = 0; i < 40; i++) {
      var next = zone.getRules().nextTransition(change);
      change = next == null ? FROM : next.getInstant();
      String cron = interval(random) + " * * * *";
      Instant time = change.minus(Duration.ofHours(3));
      while (time.isBefore(change.plus(Duration.ofHours(3)))) {
        Instant ours = Cron.parse(cron).next(time, zone);
        assertThat(ours)
            .as("%s after %s in %s", cron, time, zone)
            .isEqualTo(expected(cron, time, zone));
        time = ours;
      }
    }
  }
}
