package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Jobs, as an operator creates and sees them. Two units run next to the broker; stations are
/// separate programs, so that they can be killed.
class JobsIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /// Each poll starts a program.
  private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

  @TempDir private Path folder = Path.of("");
  private Fleet fleet;

  @BeforeEach
  void start() throws IOException {
    fleet =
        Fleet.start(
            folder, List.of(Installation.config("ship1.yaml"), Installation.config("ship2.yaml")));
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  /// @param name a sender whose commands the units accept
  private Running station(String name) throws IOException {
    Path config = folder.resolve(name + ".yaml");
    Files.writeString(
        config,
        """
        node: %s
        data: data/%s
        jobs: { from: ["operator-*"] }
        """
            .formatted(name, name));
    Running station =
        fleet.installation().start("node", "--broker", fleet.broker(), config.toString());
    station.awaitPrinted("node " + name + " is up");
    return station;
  }

  private String createJob(String... arguments) {
    Ended created = fleet.steward(arguments);
    assertThat(created.exit()).as(created.err()).isZero();
    return created.out().strip();
  }

  private void awaitJob(String job, String... parts) {
    await()
        .atMost(PATIENCE)
        .pollInterval(POLL_INTERVAL)
        .untilAsserted(() -> assertThat(fleet.steward("jobs", job).out()).contains(parts));
  }

  /// A script that appends a line at each run, and then runs another one.
  private String noting(String then) {
    return "echo ran >> " + folder.resolve("runs") + "; " + then;
  }

  @Test
  void finishesWithItsUnitsAndNamesEachFailureWithItsReason() throws Exception {
    try (Running _ = station("central")) {
      Ended fine = fleet.steward("run", "ship*", "--job", "--", "true");
      assertThat(fine.out()).contains("is finished", "[####################] 2 of 2: 2 succeeded");
      assertThat(fine.exit()).isZero();
      Ended any =
          fleet.steward(
              "send",
              "*.command.shellcommand.operatingsystem",
              "--to",
              "ship*",
              "--job",
              "{\"command\":[\"true\"]}");
      assertThat(any.out()).contains("is finished", "2 succeeded");
      Ended failed = fleet.steward("run", "ship*", "--job", "--", "sh", "-c", "exit 4");
      assertThat(failed.out()).contains("2 failed", "exit status 4");
      assertThat(failed.exit()).isOne();
      assertThat(fleet.steward("jobs").out()).contains("finished", "2/2", "operator-test");
      assertThat(fleet.steward("jobs", "--json").lines())
          .hasSize(3)
          .allMatch(line -> line.contains("\"units\":[\"ship1\",\"ship2\"]"));
    }
  }

  @Test
  void isStoredUntilThereIsAStationAndNeedsNoFollower() throws Exception {
    Ended created = fleet.steward("run", "ship1", "--job", "--detach", "--", "true");
    assertThat(created.err()).contains("no station is available to run jobs");
    String job = created.out().strip();
    assertThat(fleet.steward("jobs", job).out()).contains("is created");
    try (Running _ = station("central")) {
      awaitJob(job, "is finished", "1 succeeded", "run by central");
      Ended messages = fleet.steward("messages", "--job", job);
      assertThat(messages.out()).as(messages.err()).contains("ship1", "succeeded");
      Ended followed = fleet.steward("jobs", job, "--follow");
      assertThat(followed.exit()).isZero();
      assertThat(followed.out()).contains("is finished");
    }
  }

  @Test
  void stopsAtAFailedCanaryAndCanBeResumedAndRetried() throws Exception {
    Path broken = Files.createFile(folder.resolve("broken"));
    try (Running _ = station("central")) {
      String script = "test ! -e " + broken;
      String job =
          createJob("run", "ship*", "--job", "--canary", "1", "--detach", "--", "sh", "-c", script);
      Ended stopped = fleet.steward("jobs", job, "--follow");
      assertThat(stopped.out())
          .contains("is stopped: 1 of 1 canaries failed", "exit status 1", "missing: ship2");
      assertThat(stopped.exit()).isEqualTo(3);
      assertThat(fleet.steward("messages", "--job", job).lines()).hasSize(2);

      Files.delete(broken);
      assertThat(fleet.steward("jobs", job, "resume").out()).contains("is running");
      awaitJob(job, "is finished", "1 succeeded, 1 failed");
      assertThat(fleet.steward("jobs", job, "retry-failed").exit()).isZero();
      awaitJob(job, "is finished", "2 succeeded");
      assertThat(fleet.steward("jobs", job, "--units").out())
          .containsPattern("ship1 +succeeded +0 +\\S+ +2")
          .containsPattern("ship2 +succeeded +0 +\\S+ +1");
    }
  }

  @Test
  void isPausedResumedAndCancelled() throws Exception {
    Path gate = folder.resolve("gate");
    String script = "while [ ! -e " + gate + " ]; do sleep 0.1; done";
    try (Running _ = station("central")) {
      String job =
          createJob(
              "run", "ship*", "--job", "--concurrency", "1", "--detach", "--", "sh", "-c", script);
      awaitJob(job, "1 running");
      assertThat(fleet.steward("jobs", job, "pause").out()).contains("is paused: by operator-test");
      Files.createFile(gate);
      awaitJob(job, "is paused", "1 of 2: 1 succeeded, 1 pending");
      assertThat(fleet.steward("messages", "--job", job).out()).doesNotContain("ship2");
      Files.delete(gate);
      assertThat(fleet.steward("jobs", job, "resume").exit()).isZero();
      awaitJob(job, "1 running");
      assertThat(fleet.steward("cancel", job).out()).contains("is cancelled: by operator-test");
      awaitJob(job, "is cancelled", "1 succeeded, 1 cancelled");
      assertThat(fleet.steward("jobs", job, "--follow").exit()).isOne();
      Ended wrong = fleet.steward("jobs", job, "resum");
      assertThat(wrong.exit()).isEqualTo(2);
      assertThat(wrong.err()).contains("did you mean \"resume\"?");
    }
  }

  @Test
  void continuesWhenTheStationIsKilled() throws Exception {
    Path gate = folder.resolve("gate");
    String script = noting("while [ ! -e " + gate + " ]; do sleep 0.1; done");
    Running first = station("central");
    String job =
        createJob(
            "run", "ship*", "--job", "--concurrency", "1", "--detach", "--", "sh", "-c", script);
    awaitJob(job, "1 running");
    first.kill();
    Files.createFile(gate);
    assertThat(fleet.steward("jobs", job).out()).contains("is running");
    try (Running _ = station("central")) {
      awaitJob(job, "is finished", "2 succeeded");
    }
    assertThat(folder.resolve("runs")).hasContent("ran\nran");
  }

  @Test
  void isTakenOverByAnotherStation() throws Exception {
    Running first = station("central");
    try (Running second = station("operator-second")) {
      Path gate = folder.resolve("gate");
      String script = noting("while [ ! -e " + gate + " ]; do sleep 0.1; done");
      String job =
          createJob(
              "run", "ship*", "--job", "--concurrency", "1", "--detach", "--", "sh", "-c", script);
      awaitJob(job, "1 running", "run by central");
      first.kill();
      Files.createFile(gate);
      awaitJob(job, "is finished", "2 succeeded", "run by operator-second");
      assertThat(second.printed()).contains("operator-second is up");
    }
    assertThat(folder.resolve("runs")).hasContent("ran\nran");
  }

  @Test
  void doesNotWaitForUnitsThatAreAwayAndNamesThemAtTheDeadline() throws Exception {
    try (Running _ = station("central")) {
      String job =
          createJob(
              "run",
              "ship9",
              "ship*",
              "--job",
              "--concurrency",
              "1",
              "--max-failed",
              "0",
              "--deadline",
              "6s",
              "--detach",
              "--",
              "true");
      awaitJob(job, "2 succeeded");
      awaitJob(job, "is finished", "1 expired");
      String forsaken =
          createJob("run", "ship9", "ship1", "--job", "--max-away", "0", "--detach", "--", "true");
      awaitJob(forsaken, "is stopped: 1 of 2 are away; the limit is 0");
    }
  }

  @Test
  void rejectsJobsOfUnauthorizedSenders() throws Exception {
    try (Running _ = station("central")) {
      Ended refused = fleet.steward("run", "ship1", "--job", "--as", "stranger", "--", "true");
      assertThat(refused.out())
          .contains("is rejected: stranger is not allowed to create jobs at central");
      assertThat(refused.exit()).isEqualTo(4);
      Ended usage = fleet.steward("run", "ship1", "--canary", "1", "--", "true");
      assertThat(usage.exit()).isEqualTo(2);
      assertThat(usage.err()).contains("rollout options need --job");
    }
  }

  @Test
  void letsUnitsJoinLater() throws Exception {
    try (Running _ = station("central")) {
      String job =
          createJob(
              "run",
              "region=north",
              "--job",
              "--late-joiners",
              "--deadline",
              "1h",
              "--detach",
              "--",
              "true");
      awaitJob(job, "is running", "1 succeeded");
      Path config = folder.resolve("ship3.yaml");
      Files.writeString(
          config,
          """
          node: ship3
          data: data/ship3
          labels: { region: north }
          plugins: { folder: "%s" }
          commands:
            shellcommand.operatingsystem: { from: ["*"] }
          """
              .formatted(Installation.HOME.resolve("plugins")));
      try (Running _ =
          fleet.installation().start("node", "--broker", fleet.broker(), config.toString())) {
        awaitJob(job, "2 of 2: 2 succeeded");
      }
      assertThat(fleet.steward("jobs", job, "--units").out()).contains("ship3");
    }
  }

  @Test
  void startsEachUnitAtARandomTimeWithinTheSplay() throws Exception {
    try (Running _ = station("central")) {
      String job =
          createJob(
              "run",
              "ship*",
              "--job",
              "--splay",
              "7d",
              "--deadline",
              "30d",
              "--detach",
              "--",
              "true");
      awaitJob(job, "is running", "run by central", "0 of 2: 2 pending");
      assertThat(fleet.steward("cancel", job).out()).contains("is cancelled");
      awaitJob(job, "is cancelled", "2 pending", "missing: ship1 ship2");
      assertThat(fleet.steward("messages", "--job", job).out()).doesNotContain("ship");

      String soon = createJob("run", "ship*", "--job", "--splay", "2s", "--detach", "--", "true");
      awaitJob(soon, "is finished", "2 succeeded");
    }
  }
}
