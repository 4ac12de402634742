package io.steward.distribution.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// Programs that are suspended (SIGSTOP), like a virtual machine during migration, and resumed.
class PausedIT {

  /// Longer than the broker's deduplication window.
  private static final Duration MINUTES = Duration.ofSeconds(150);

  @TempDir private Path folder = Path.of("");

  private static void send(FaultScenario faultScenario, RealNode ship, Random random) {
    List<String> to = List.of(ship.once(), ship.again(), ship.sink());
    for (int i = 10 + random.nextInt(20); i > 0; i--) {
      faultScenario
          .station()
          .send(
              to.get(random.nextInt(to.size())),
              "{\"text\":\"s\"%s}".formatted(random.nextInt(10) == 0 ? ",\"millis\":20" : ""));
    }
  }

  private void aNodeIsPaused(long seed, Duration pause) throws Exception {
    Random random = new Random(seed);
    try (FaultScenario faultScenario = FaultScenario.in(folder)) {
      RealNode ship = faultScenario.node("ship").start().awaitUp();
      send(faultScenario, ship, random);
      Signal.STOP.send(ship.pid());
      send(faultScenario, ship, random);
      Pass.of(pause);
      Signal.CONT.send(ship.pid());
      send(faultScenario, ship, random);
      faultScenario.settle();
    }
  }

  private void theBrokerIsPaused(long seed, Duration pause) throws Exception {
    Random random = new Random(seed);
    try (FaultScenario faultScenario = FaultScenario.in(folder)) {
      RealNode ship = faultScenario.node("ship").start().awaitUp();
      RealNode central = faultScenario.node("central").start().awaitUp();
      send(faultScenario, ship, random);
      faultScenario
          .station()
          .send(
              central.forward(),
              "{\"text\":\"f\",\"on\":[\"%s\",\"%s\"],\"times\":30}"
                  .formatted(ship.once(), ship.sink()));
      faultScenario.broker().pause();
      Pass.of(pause);
      faultScenario.broker().resume();
      send(faultScenario, ship, random);
      faultScenario.settle();
    }
  }

  @Seeded
  void aNodeThatIsPausedForSecondsCatchesUp(long seed) throws Exception {
    aNodeIsPaused(seed, Duration.ofMillis(1000 + 1500 * (seed % 2)));
  }

  @Seeded
  void aBrokerThatIsPausedForSecondsMissesNothing(long seed) throws Exception {
    theBrokerIsPaused(seed, Duration.ofMillis(1000 + 1500 * (seed % 2)));
  }

  @Seeded(most = 2)
  @Tag("long")
  void aNodeThatIsPausedForMinutesCatchesUp(long seed) throws Exception {
    aNodeIsPaused(seed, MINUTES);
  }

  @Seeded(most = 2)
  @Tag("long")
  void aBrokerThatIsPausedForMinutesMissesNothing(long seed) throws Exception {
    theBrokerIsPaused(seed, MINUTES);
  }
}
