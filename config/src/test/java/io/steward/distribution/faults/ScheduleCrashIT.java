package io.steward.distribution.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.distribution.MovedClock;
import io.steward.distribution.faults.History.Effect;
import io.steward.distribution.faults.stop.Point;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

/// A unit dies when a scheduled command is due. The seed selects the stop point.
class ScheduleCrashIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String EVERY_MINUTE =
      """
      {"name":"minutely","cron":"* * * * *","missed":"once","command":"note.once",
       "arguments":{"text":"due"}}
      """;

  @TempDir private Path folder = Path.of("");

  /// When the run of an effect was due, which its id contains.
  private static Instant due(Effect effect) {
    return Instant.ofEpochMilli(UUID.fromString(effect.id()).getMostSignificantBits() >>> 16);
  }

  private static List<Instant> done(RealNode ship) throws IOException {
    return ship.effects().stream().map(ScheduleCrashIT::due).toList();
  }

  @Seeded(most = 4)
  void aScheduledCommandDueWhenAUnitDiesRunsOnce(long seed) throws Exception {
    Point point = StopPoints.WHEN_DUE.get((int) (seed % StopPoints.WHEN_DUE.size()));
    try (FaultScenario faultScenario = FaultScenario.in(folder)) {
      MovedClock clock = MovedClock.in(folder);
      RealNode ship = faultScenario.node("ship").by(clock).start().awaitUp();
      Instant due = clock.nextMinute();
      String set =
          faultScenario.station().send(ship.name() + ".command.schedule.steward", EVERY_MINUTE);
      await().atMost(PATIENCE).until(() -> faultScenario.archive().succeeded().contains(set));
      ship.kill();
      Crash crash = ship.startToDie(point);
      ship.awaitUp();
      clock.moveTo(due);
      crash.await();
      assertThat(done(ship)).isEmpty();
      ship.start();
      await().atMost(PATIENCE).until(() -> !done(ship).isEmpty());
      ship.kill();
      ship.start().awaitUp();
      String last = faultScenario.station().send(ship.once(), "{\"text\":\"last\"}");
      await().atMost(PATIENCE).until(() -> faultScenario.archive().succeeded().contains(last));
      assertThat(done(ship)).doesNotHaveDuplicates();
      assertThat(done(ship).getFirst()).isEqualTo(due);
    }
  }
}
