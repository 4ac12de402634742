package io.steward.runtime.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecurrenceTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Recurrence HOURLY = hourly(Duration.ZERO, "ship/a");

  private static Recurrence hourly(Duration jitter, String seed) {
    return Recurrence.withJitter(Cron.parse("@hourly"), Zone.UTC, jitter, seed);
  }

  private static Instant hours(int hours) {
    return NOON.plus(Duration.ofHours(hours));
  }

  private static ScheduleDecision decide(Instant now, MissedRunPolicy missed) {
    return HOURLY.decide(NOON, NOON, now, missed);
  }

  @Test
  void doesNothingBeforeItIsDue() {
    assertThat(decide(hours(1).minusMillis(1), MissedRunPolicy.ONCE))
        .isEqualTo(new ScheduleDecision.NotYet(hours(1)));
  }

  @Test
  void runsOnTimeUnderEveryMissedRunPolicy() {
    for (MissedRunPolicy missed : MissedRunPolicy.values()) {
      Instant found = hours(1).plus(Recurrence.ON_TIME);
      assertThat(decide(found, missed)).isEqualTo(new ScheduleDecision.Run(hours(1), 0));
    }
  }

  @Test
  void skipsMissedRunsOrRunsOnceForAll() {
    Instant late = hours(3).plus(Recurrence.ON_TIME).plusMillis(1);
    assertThat(decide(late, MissedRunPolicy.SKIP))
        .isEqualTo(new ScheduleDecision.Skip(hours(3), 3));
    assertThat(decide(late, MissedRunPolicy.ONCE)).isEqualTo(new ScheduleDecision.Run(hours(3), 2));
  }

  @Test
  void aDueRunAlsoStandsForAllMissedBefore() {
    assertThat(decide(hours(3), MissedRunPolicy.SKIP))
        .isEqualTo(new ScheduleDecision.Run(hours(3), 2));
  }

  @Test
  void decidesQuicklyAfterYearsOfAbsence() {
    Instant late = Instant.parse("2056-06-01T00:30:00Z");
    ScheduleDecision due = HOURLY.decide(Instant.EPOCH, Instant.EPOCH, late, MissedRunPolicy.ONCE);
    assertThat(due)
        .isEqualTo(new ScheduleDecision.Run(Instant.parse("2056-06-01T00:00:00Z"), 9_999));
  }

  @Test
  void doesNotCountSkippedRunsAgainAfterTheClockWasSetBack() {
    Instant late = hours(5).plus(Duration.ofMinutes(10));
    assertThat(HOURLY.decide(NOON, hours(4), late, MissedRunPolicy.SKIP))
        .isEqualTo(new ScheduleDecision.Skip(hours(5), 1));
    assertThat(HOURLY.decide(NOON, hours(9), late, MissedRunPolicy.SKIP))
        .isEqualTo(new ScheduleDecision.Skip(hours(5), 0));
    assertThat(HOURLY.decide(NOON, hours(9), late, MissedRunPolicy.ONCE))
        .isEqualTo(new ScheduleDecision.Run(hours(5), 0));
  }

  @Test
  void jitterGivesEachNodeItsOwnStableOffset() {
    Duration jitter = Duration.ofMinutes(30);
    assertThat(hourly(jitter, "ship/a").offset()).isEqualTo(hourly(jitter, "ship/a").offset());
    long places =
        IntStream.range(0, 100)
            .mapToObj(ship -> hourly(jitter, "ship" + ship + "/a").offset())
            .peek(offset -> assertThat(offset).isBetween(Duration.ZERO, jitter.minusMillis(1)))
            .distinct()
            .count();
    assertThat(places).isGreaterThan(95);
    Recurrence spread = hourly(jitter, "ship/a");
    assertThat(spread.next(NOON.plus(spread.offset()))).isEqualTo(hours(1).plus(spread.offset()));
  }
}
