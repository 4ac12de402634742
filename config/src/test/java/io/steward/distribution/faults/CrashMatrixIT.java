package io.steward.distribution.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.distribution.faults.stop.Point;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The crash matrix: which program dies where; nothing is lost and nothing is done twice. The seed
/// chooses the point within the row, the number of messages, their processes, how long each takes,
/// and at which message the program dies.
class CrashMatrixIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path folder = Path.of("");

  /// Sends commands to random processes; some take a moment.
  private static void send(
      FaultScenario faultScenario, List<String> subjects, int many, Random random) {
    for (int i = 0; i < many; i++) {
      String subject = subjects.get(random.nextInt(subjects.size()));
      int millis = random.nextInt(3) == 0 ? random.nextInt(20) : 0;
      faultScenario
          .station()
          .send(subject, "{\"text\":\"t%d\",\"millis\":%d}".formatted(i, millis));
    }
  }

  /// Makes a node send commands to processes of another node, two for each count.
  private static void forward(
      FaultScenario faultScenario, RealNode from, RealNode to, int times, String text) {
    faultScenario
        .station()
        .send(
            from.forward(),
            "{\"text\":\"%s\",\"on\":[\"%s\",\"%s\"],\"times\":%d}"
                .formatted(text, to.once(), to.again(), times));
  }

  /// A unit dies at a point while it receives commands; depending on the seed, some were waiting
  /// when it started.
  private void unitDies(
      FaultScenario faultScenario, RealNode ship, List<String> to, List<Point> at, Random random)
      throws Exception {
    int many = 5 + random.nextInt(25);
    Point point = StopPoints.any(at, many, random);
    if (random.nextBoolean()) {
      ship.start().awaitUp();
      send(faultScenario, to, 1, random); // the streams exist when it is stored
      await().atMost(PATIENCE).until(() -> faultScenario.report().count(Report.Kind.LOST) == 0);
      ship.kill();
      send(faultScenario, to, many, random);
      ship.startToDie(point).await();
    } else {
      Crash crash = ship.startToDie(point);
      ship.awaitUp(); // which never happens if the point does not exist
      send(faultScenario, to, many, random);
      crash.await();
    }
    send(faultScenario, to, random.nextInt(5), random);
    ship.start();
  }

  @Seeded
  void aSenderThatDiesBeforeTheConfirmationResendsAndTheCommandRunsOnce(long seed)
      throws Exception {
    Random random = new Random(seed);
    try (FaultScenario faultScenario = FaultScenario.in(folder)) {
      RealNode ship = faultScenario.node("ship").start();
      RealNode central = faultScenario.node("central");
      int times = 5 + random.nextInt(20);
      Crash crash =
          central.startToDie(
              StopPoints.any(StopPoints.beforeConfirmed(ship.name()), times, random));
      forward(faultScenario, central, ship, times, "f");
      crash.await();
      String id = faultScenario.station().attempt(ship.once());
      String body = "{\"text\":\"published without waiting\"}";
      faultScenario.station().publishBlindly(Station.stored(ship.once()), id, body);
      central.start();
      assertThat(faultScenario.station().publish(Station.stored(ship.once()), id, body)).isTrue();
      forward(faultScenario, central, ship, 2, "g");
      faultScenario.settle();
    }
  }

  @Seeded
  void aBrokerThatDiesAfterItConfirmedDeliversWhenItIsBack(long seed) throws Exception {
    Random random = new Random(seed);
    try (FaultScenario faultScenario = FaultScenario.in(folder)) {
      RealNode ship = faultScenario.node("ship").start().awaitUp();
      List<String> to = List.of(ship.once(), ship.again(), ship.sink());
      boolean away = random.nextBoolean();
      send(
          faultScenario, List.of(ship.once()), 1, random); // the stream of commands is created last
      if (away) {
        ship.kill();
      }
      send(faultScenario, to, 1 + random.nextInt(20), random);
      faultScenario.broker().kill();
      faultScenario.broker().start();
      send(faultScenario, to, 1 + random.nextInt(20), random);
      if (away) {
        ship.start();
      }
      faultScenario.settle();
    }
  }

  @Seeded
  void aBrokerThatLosesItsDiskGetsUnacceptedMessagesAgain(long seed) throws Exception {
    Random random = new Random(seed);
    try (FaultScenario faultScenario = FaultScenario.in(folder)) {
      RealNode central = faultScenario.node("central").start().awaitUp();
      RealNode ship = faultScenario.node("ship");
      forward(faultScenario, central, ship, 5 + random.nextInt(50), "f");
      faultScenario.awaitCarried(central);
      faultScenario.broker().kill();
      faultScenario.brokerWillLoseData();
      faultScenario.broker().loseDisk();
      if (random.nextBoolean()) {
        ship.start().awaitUp(); // before there is a broker
      }
      faultScenario.broker().start();
      ship.kill();
      ship.start();
      faultScenario.settle();
    }
  }

  @Seeded
  void aBrokerRestoredFromABackupGetsLostMessagesAgain(long seed) throws Exception {
    Random random = new Random(seed);
    try (FaultScenario faultScenario = FaultScenario.in(folder)) {
      RealNode central = faultScenario.node("central").start().awaitUp();
      RealNode ship = faultScenario.node("ship").start();
      forward(faultScenario, central, ship, 1 + random.nextInt(10), "f");
      faultScenario.awaitCarried(central);
      faultScenario.broker().kill();
      faultScenario.broker().keepDisk();
      faultScenario.broker().start();
      boolean away = random.nextBoolean();
      if (away) {
        ship.kill();
      }
      forward(faultScenario, central, ship, 5 + random.nextInt(30), "g");
      faultScenario.awaitCarried(central);
      faultScenario.broker().kill();
      faultScenario.brokerWillLoseData();
      faultScenario.broker().setBack();
      faultScenario.broker().start();
      if (away) {
        ship.start();
      }
      faultScenario.settle();
    }
  }

  @Seeded
  void aBrokerThatIsSetBackAgainAndAgainGetsLostMessagesAgain(long seed) throws Exception {
    Random random = new Random(seed);
    try (FaultScenario faultScenario = FaultScenario.in(folder)) {
      RealNode central = faultScenario.node("central").start().awaitUp();
      RealNode ship = faultScenario.node("ship").start();
      forward(faultScenario, central, ship, 1 + random.nextInt(10), "f");
      faultScenario.awaitCarried(central);
      faultScenario.broker().kill();
      faultScenario.broker().keepDisk();
      faultScenario.broker().start();
      forward(faultScenario, central, ship, 5 + random.nextInt(30), "g");
      faultScenario.awaitNothingOpen();
      faultScenario.brokerWillLoseData();
      for (boolean emptied : new boolean[] {false, true, false}) {
        faultScenario.broker().kill();
        if (emptied) {
          faultScenario.broker().loseDisk();
        } else {
          faultScenario.broker().setBack();
        }
        faultScenario.broker().start();
        faultScenario.awaitNothingOpen();
      }
      faultScenario.settle();
    }
  }

  @Test
  void aBrokerRestoredFromABackupIsToldWhatStillRuns() throws Exception {
    try (FaultScenario faultScenario = FaultScenario.in(folder)) {
      RealNode ship = faultScenario.node("ship").start().awaitUp();
      faultScenario.broker().kill();
      faultScenario.broker().keepDisk();
      faultScenario.broker().start();
      String id = faultScenario.station().send(ship.once(), "{\"text\":\"long\",\"millis\":10000}");
      awaitReported(faultScenario, id, "running");
      faultScenario.broker().kill();
      faultScenario.brokerWillLoseData();
      faultScenario.broker().setBack();
      faultScenario.broker().start();
      awaitReported(faultScenario, id, "running");
      awaitReported(faultScenario, id, "succeeded");
    }
  }

  private static void awaitReported(FaultScenario faultScenario, String id, String state) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() ->
            faultScenario.archive().reported().stream()
                .anyMatch(each -> each.id().equals(id) && each.state().equals(state)));
  }

  @Seeded
  void aUnitThatDiesBeforeItAcceptedACommandRunsItOnce(long seed) throws Exception {
    Random random = new Random(seed);
    try (FaultScenario faultScenario = FaultScenario.in(folder)) {
      RealNode ship = faultScenario.node("ship");
      List<String> to = List.of(ship.once(), ship.again());
      unitDies(faultScenario, ship, to, StopPoints.BEFORE_ACCEPTED, random);
      assertThat(faultScenario.settle().ended().getOrDefault("unknown", 0L)).isLessThanOrEqualTo(1);
    }
  }

  @Seeded
  void aUnitThatDiesBeforeItRunsAnAcceptedCommandRunsItOnce(long seed) throws Exception {
    Random random = new Random(seed);
    try (FaultScenario faultScenario = FaultScenario.in(folder)) {
      RealNode ship = faultScenario.node("ship");
      List<String> to = List.of(ship.once(), ship.again());
      unitDies(faultScenario, ship, to, StopPoints.BEFORE_RUNNING, random);
      assertThat(faultScenario.settle().ended().getOrDefault("unknown", 0L)).isLessThanOrEqualTo(1);
    }
  }

  @Seeded
  void aUnitThatDiesDuringARunReportsUnknown(long seed) throws Exception {
    Random random = new Random(seed);
    try (FaultScenario faultScenario = FaultScenario.in(folder)) {
      RealNode ship = faultScenario.node("ship");
      unitDies(faultScenario, ship, List.of(ship.once()), StopPoints.WHILE_RUNNING, random);
      assertThat(faultScenario.settle().ended()).containsEntry("unknown", 1L);
    }
  }

  @Seeded
  void aUnitThatDiesDuringARepeatableRunRunsItAgain(long seed) throws Exception {
    Random random = new Random(seed);
    try (FaultScenario faultScenario = FaultScenario.in(folder)) {
      RealNode ship = faultScenario.node("ship");
      unitDies(faultScenario, ship, List.of(ship.again()), StopPoints.WHILE_RUNNING, random);
      assertThat(faultScenario.settle().ended()).doesNotContainKey("unknown");
      Map<String, Long> runs =
          faultScenario.history().reported().stream()
              .filter(reported -> reported.state().equals("running"))
              .map(reported -> Map.entry(reported.id(), reported.answerId()))
              .distinct()
              .collect(Collectors.groupingBy(Map.Entry::getKey, Collectors.counting()));
      assertThat(runs.values()).containsOnlyOnce(2L);
    }
  }

  @Seeded
  void aUnitThatDiesBeforeItPublishedTheOutcomePublishesItAndRunsNothingAgain(long seed)
      throws Exception {
    Random random = new Random(seed);
    try (FaultScenario faultScenario = FaultScenario.in(folder)) {
      RealNode ship = faultScenario.node("ship");
      unitDies(faultScenario, ship, List.of(ship.once()), StopPoints.BEFORE_PUBLISHED, random);
      assertThat(faultScenario.settle().ended().getOrDefault("unknown", 0L)).isLessThanOrEqualTo(1);
    }
  }

  @Seeded
  void nothingDependsOnAStationThatDies(long seed) throws Exception {
    Random random = new Random(seed);
    try (FaultScenario faultScenario = FaultScenario.in(folder)) {
      RealNode ship = faultScenario.node("ship").start();
      RealNode central = faultScenario.node("central");
      int times = 5 + random.nextInt(20);
      Point point = StopPoints.any(StopPoints.WHILE_SENDING, 5, random);
      Crash crash = central.startToDie(point);
      forward(faultScenario, central, ship, times, "f");
      crash.await();
      List<String> stored =
          faultScenario.archive().messages().stream()
              .filter(each -> each.subject().startsWith(ship.name() + "."))
              .map(Archive.Stored::id)
              .toList();
      await().atMost(PATIENCE).until(() -> faultScenario.archive().succeeded().containsAll(stored));
      central.start();
      faultScenario.settle();
    }
  }
}
