package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Units disconnect and return; commands wait for them.
class AwayIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path folder = Path.of("");

  private static void awaitState(Fleet fleet, String id, String state) {
    await()
        .atMost(PATIENCE)
        .until(() -> fleet.steward("messages", id, "--json").lines().getFirst().contains(state));
  }

  @Test
  void aCommandForAUnitThatIsAwayRunsOnceWhenItComesBack() throws Exception {
    Path file = folder.resolve("ran");
    try (Fleet fleet = Fleet.start(folder, List.of(Installation.config("central.yaml")))) {
      Running ship = fleet.installation().start("node", Installation.config("ship2.yaml"));
      ship.awaitPrinted("node ship2 is up");
      assertThat(fleet.steward("run", "ship2", "--", "true").exit()).isZero();
      assertThat(ship.stop().exit()).isNotNegative();
      assertThat(fleet.steward("units", "ship2").out()).contains("stopped");

      Ended stored =
          fleet.steward("run", "ship2", "--wait", "1s", "--", "sh", "-c", "echo ran >> " + file);
      assertThat(stored.exit()).isEqualTo(3);
      assertThat(stored.err()).contains("ship2: stored, the unit is stopped");
      String id = stored.err().replaceAll("(?s).*\\(id ([^)]+)\\).*", "$1");
      assertThat(file).doesNotExist();

      try (Running back = fleet.installation().start("node", Installation.config("ship2.yaml"))) {
        back.awaitPrinted("node ship2 is up");
        awaitState(fleet, id, "\"state\":\"succeeded\"");
        assertThat(file).hasContent("ran");
        assertThat(fleet.steward("messages", id).out())
            .contains("stored", "accepted", "running", "succeeded");
      }
    }
  }

  @Test
  void aCommandSurvivesTheBrokersRestartAndItsWholeHistoryIsKnown() throws Exception {
    Path file = folder.resolve("touched");
    try (Fleet fleet = Fleet.start(folder, List.of(Installation.config("central.yaml")))) {
      long broker = Long.parseLong(fleet.up().awaitPrinted("\\(pid (\\d+)\\)"));
      Ended sent =
          fleet.steward("run", "ship2", "--detach", "--", "sh", "-c", "echo ran >> " + file);
      assertThat(sent.exit()).isZero();
      String id = sent.out().strip();
      ProcessHandle.of(broker).orElseThrow().destroyForcibly();
      fleet.up().awaitPrinted("(?s)\\(pid \\d+\\).*\\(pid (\\d+)\\)");

      try (Running ship = fleet.installation().start("node", Installation.config("ship2.yaml"))) {
        ship.awaitPrinted("node ship2 is up");
        awaitState(fleet, id, "\"state\":\"succeeded\"");
        assertThat(fleet.steward("run", "ship2", "--", "true").exit()).isZero();
        assertThat(file).hasContent("ran");
      }
      assertThat(fleet.steward("messages", id).out())
          .containsSubsequence("stored", "accepted", "running", "succeeded");
      assertThat(fleet.steward("messages", id, "--json").lines())
          .filteredOn(line -> line.contains("\"kind\":\"step\""))
          .hasSize(4)
          .allMatch(line -> line.matches(".*\"at\":\"2\\d{3}-[^\"]+Z\".*"));
    }
  }

  @Test
  void aKilledUnitFallsSilentAndReportsItsRunningCommand() throws Exception {
    Path config = folder.resolve("ship3.yaml");
    Files.writeString(
        config,
        """
        node: ship3
        data: data/ship3
        heartbeat: 300ms
        plugins: { folder: "%s" }
        commands:
          shellcommand.operatingsystem: { from: ["*"] }
        """
            .formatted(Installation.HOME.resolve("plugins")));
    try (Fleet fleet = Fleet.start(folder, List.of(Installation.config("central.yaml")))) {
      Running ship =
          fleet.installation().start("node", "--broker", fleet.broker(), config.toString());
      ship.awaitPrinted("node ship3 is up");
      Ended sent = fleet.steward("run", "ship3", "--detach", "--", "sleep", "600");
      String id = sent.out().strip();
      awaitState(fleet, id, "\"state\":\"running\"");
      ship.kill();
      await().atMost(PATIENCE).until(() -> fleet.steward("units").out().contains("silent"));
      Running back =
          fleet.installation().start("node", "--broker", fleet.broker(), config.toString());
      back.awaitPrinted("node ship3 is up");
      awaitState(fleet, id, "\"state\":\"unknown\"");
      back.close();
    }
  }

  @Test
  void everythingStopsWithUp() throws Exception {
    long broker;
    try (Fleet fleet = Fleet.start(folder)) {
      broker = Long.parseLong(fleet.up().awaitPrinted("\\(pid (\\d+)\\)"));
      assertThat(ProcessHandle.of(broker)).isPresent();
      fleet.up().kill();
    }
    await().atMost(PATIENCE).until(() -> ProcessHandle.of(broker).isEmpty());
  }
}
