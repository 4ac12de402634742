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
import org.junit.jupiter.api.io.TempDir;

/// The crash matrix: who dies where, and that nothing is lost and nothing is done twice. The seed
/// chooses the point within the row, how many messages there are, for which processes, how long
/// each takes, and at which of them it is.
class CrashMatrixIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path folder = Path.of("");

  /// Sends commands to processes chosen at random, each of which takes a moment.
  private static void send(Scene scene, List<String> subjects, int many, Random random) {
    for (int i = 0; i < many; i++) {
      String subject = subjects.get(random.nextInt(subjects.size()));
      int millis = random.nextInt(3) == 0 ? random.nextInt(20) : 0;
      scene.station().send(subject, "{\"text\":\"t%d\",\"millis\":%d}".formatted(i, millis));
    }
  }

  /// Lets a node send commands on to processes of another, two for each number.
  private static void forward(Scene scene, RealNode from, RealNode to, int times, String text) {
    scene
        .station()
        .send(
            from.forward(),
            "{\"text\":\"%s\",\"on\":[\"%s\",\"%s\"],\"times\":%d}"
                .formatted(text, to.once(), to.again(), times));
  }

  /// A unit dies at a point while it takes commands; some have been waiting for it, if chance will
  /// have it so.
  private void unitDies(Scene scene, RealNode ship, List<String> to, List<Point> at, Random random)
      throws Exception {
    int many = 5 + random.nextInt(25);
    Point point = Points.any(at, many, random);
    if (random.nextBoolean()) {
      ship.start().awaitUp();
      send(scene, to, 1, random); // there are streams when it is stored
      await().atMost(PATIENCE).until(() -> scene.report().count(Report.Kind.LOST) == 0);
      ship.kill();
      send(scene, to, many, random);
      ship.startToDie(point).await();
    } else {
      Death death = ship.startToDie(point);
      ship.awaitUp(); // which a node with a point that does not exist never is
      send(scene, to, many, random);
      death.await();
    }
    send(scene, to, random.nextInt(5), random);
    ship.start();
  }

  @Seeded
  void aSenderThatDiesBeforeItIsConfirmedSendsAgainAndItRunsOnce(long seed) throws Exception {
    Random random = new Random(seed);
    try (Scene scene = Scene.in(folder)) {
      RealNode ship = scene.node("ship").start();
      RealNode central = scene.node("central");
      int times = 5 + random.nextInt(20);
      Death death =
          central.startToDie(Points.any(Points.beforeConfirmed(ship.name()), times, random));
      forward(scene, central, ship, times, "f");
      death.await();
      String id = scene.station().attempt(ship.once());
      String body = "{\"text\":\"nobody waits for the broker's word\"}";
      scene.station().publishBlindly(Station.stored(ship.once()), id, body);
      central.start();
      assertThat(scene.station().publish(Station.stored(ship.once()), id, body)).isTrue();
      forward(scene, central, ship, 2, "g");
      scene.settle();
    }
  }

  @Seeded
  void aBrokerThatDiesAfterItConfirmedDeliversWhenItIsBack(long seed) throws Exception {
    Random random = new Random(seed);
    try (Scene scene = Scene.in(folder)) {
      RealNode ship = scene.node("ship").start().awaitUp();
      List<String> to = List.of(ship.once(), ship.again(), ship.sink());
      boolean away = random.nextBoolean();
      send(scene, List.of(ship.once()), 1, random); // it makes the stream of commands last
      if (away) {
        ship.kill();
      }
      send(scene, to, 1 + random.nextInt(20), random);
      scene.broker().kill();
      scene.broker().start();
      send(scene, to, 1 + random.nextInt(20), random);
      if (away) {
        ship.start();
      }
      scene.settle();
    }
  }

  @Seeded
  void aBrokerThatLosesItsDiskGetsBackWhatIsNotAccepted(long seed) throws Exception {
    Random random = new Random(seed);
    try (Scene scene = Scene.in(folder)) {
      RealNode central = scene.node("central").start().awaitUp();
      RealNode ship = scene.node("ship");
      forward(scene, central, ship, 5 + random.nextInt(50), "f");
      scene.awaitCarried(central);
      scene.broker().kill();
      scene.brokerForgets();
      scene.broker().loseDisk();
      if (random.nextBoolean()) {
        ship.start().awaitUp(); // before there is a broker
      }
      scene.broker().start();
      ship.kill();
      ship.start();
      scene.settle();
    }
  }

  @Seeded
  void aBrokerThatIsSetBackGetsBackWhatItLost(long seed) throws Exception {
    Random random = new Random(seed);
    try (Scene scene = Scene.in(folder)) {
      RealNode central = scene.node("central").start().awaitUp();
      RealNode ship = scene.node("ship").start();
      forward(scene, central, ship, 1 + random.nextInt(10), "f");
      scene.awaitCarried(central);
      scene.broker().kill();
      scene.broker().keepDisk();
      scene.broker().start();
      boolean away = random.nextBoolean();
      if (away) {
        ship.kill();
      }
      forward(scene, central, ship, 5 + random.nextInt(30), "g");
      scene.awaitCarried(central);
      scene.broker().kill();
      scene.brokerForgets();
      scene.broker().setBack();
      scene.broker().start();
      if (away) {
        ship.start();
      }
      scene.settle();
    }
  }

  @Seeded
  void aUnitThatDiesBeforeItHasAcceptedRunsItOnce(long seed) throws Exception {
    Random random = new Random(seed);
    try (Scene scene = Scene.in(folder)) {
      RealNode ship = scene.node("ship");
      List<String> to = List.of(ship.once(), ship.again());
      unitDies(scene, ship, to, Points.BEFORE_ACCEPTED, random);
      assertThat(scene.settle().ended().getOrDefault("unknown", 0L)).isLessThanOrEqualTo(1);
    }
  }

  @Seeded
  void aUnitThatDiesBeforeItRunsWhatItHasAcceptedRunsItOnce(long seed) throws Exception {
    Random random = new Random(seed);
    try (Scene scene = Scene.in(folder)) {
      RealNode ship = scene.node("ship");
      List<String> to = List.of(ship.once(), ship.again());
      unitDies(scene, ship, to, Points.BEFORE_RUNNING, random);
      assertThat(scene.settle().ended().getOrDefault("unknown", 0L)).isLessThanOrEqualTo(1);
    }
  }

  @Seeded
  void aUnitThatDiesWhileItRunsDoesNotKnow(long seed) throws Exception {
    Random random = new Random(seed);
    try (Scene scene = Scene.in(folder)) {
      RealNode ship = scene.node("ship");
      unitDies(scene, ship, List.of(ship.once()), Points.WHILE_RUNNING, random);
      assertThat(scene.settle().ended()).containsEntry("unknown", 1L);
    }
  }

  @Seeded
  void aUnitThatDiesWhileItRunsWhatMayBeRepeatedRunsItAgain(long seed) throws Exception {
    Random random = new Random(seed);
    try (Scene scene = Scene.in(folder)) {
      RealNode ship = scene.node("ship");
      unitDies(scene, ship, List.of(ship.again()), Points.WHILE_RUNNING, random);
      assertThat(scene.settle().ended()).doesNotContainKey("unknown");
      Map<String, Long> runs =
          scene.history().told().stream()
              .filter(told -> told.state().equals("running"))
              .map(told -> Map.entry(told.id(), told.saying()))
              .distinct()
              .collect(Collectors.groupingBy(Map.Entry::getKey, Collectors.counting()));
      assertThat(runs.values()).containsOnlyOnce(2L);
    }
  }

  @Seeded
  void aUnitThatDiesBeforeItToldHowItEndedTellsItAndDoesNotRunItAgain(long seed) throws Exception {
    Random random = new Random(seed);
    try (Scene scene = Scene.in(folder)) {
      RealNode ship = scene.node("ship");
      unitDies(scene, ship, List.of(ship.once()), Points.BEFORE_TOLD, random);
      assertThat(scene.settle().ended().getOrDefault("unknown", 0L)).isLessThanOrEqualTo(1);
    }
  }

  @Seeded
  void nothingDependsOnAStationThatDies(long seed) throws Exception {
    Random random = new Random(seed);
    try (Scene scene = Scene.in(folder)) {
      RealNode ship = scene.node("ship").start();
      RealNode central = scene.node("central");
      int times = 5 + random.nextInt(20);
      Point point = Points.any(Points.WHILE_SENDING, 5, random);
      Death death = central.startToDie(point);
      forward(scene, central, ship, times, "f");
      death.await();
      List<String> stored =
          scene.archive().messages().stream()
              .filter(each -> each.subject().startsWith(ship.name() + "."))
              .map(Archive.Stored::id)
              .toList();
      await().atMost(PATIENCE).until(() -> scene.archive().succeeded().containsAll(stored));
      central.start();
      scene.settle();
    }
  }
}
