package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Jobs over a thousand emulated units, with a real station.
class ManyUnitsJobIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /// Each poll starts a program.
  private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

  private static final int UNITS = 1000;
  private static final int CONCURRENCY = 50;

  @TempDir private Path folder = Path.of("");
  private Fleet fleet;
  private Running units;

  @BeforeEach
  void start() throws IOException {
    fleet = Fleet.start(folder, List.of(Installation.config("ship2.yaml")));
    units = fleet.installation().start("emulate", Integer.toString(UNITS));
    units.awaitPrinted(UNITS + " units are up");
  }

  @AfterEach
  void stop() {
    units.close();
    fleet.close();
  }

  private Running station() throws IOException {
    Path config = folder.resolve("central.yaml");
    Files.writeString(
        config,
        """
        node: central
        data: data/central
        jobs: { from: ["operator-*"] }
        """);
    Running station =
        fleet.installation().start("node", "--broker", fleet.broker(), config.toString());
    station.awaitPrinted("node central is up");
    return station;
  }

  private String createJob(String budget, String... program) {
    String[] options = {
      "run",
      "unit-*",
      "--job",
      "--concurrency",
      "5%",
      "--canary",
      "10",
      "--max-failed",
      budget,
      "--detach",
      "--"
    };
    String[] all = Stream.of(options, program).flatMap(Arrays::stream).toArray(String[]::new);
    Ended created = fleet.steward(all);
    assertThat(created.exit()).as(created.err()).isZero();
    return created.out().strip();
  }

  private JsonNode status(String job) {
    try {
      return new JsonMapper()
          .readTree(fleet.steward("jobs", job, "--json").lines().getFirst())
          .path("status");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private int count(String job, String state) {
    return status(job).path("counts").path(state).asInt();
  }

  private void awaitPhase(String job, String phase) {
    await()
        .atMost(PATIENCE)
        .pollInterval(POLL_INTERVAL)
        .until(() -> status(job).path("phase").asText().equals(phase));
  }

  private void awaitCount(String job, String state, int minimum) {
    await().atMost(PATIENCE).pollInterval(POLL_INTERVAL).until(() -> count(job, state) >= minimum);
  }

  @Test
  void stopsWithinTheConcurrencyWindowOfTheFailureThatExceedsTheLimit() throws Exception {
    // Units 400 to 499: the ninth failure exceeds 2% of 408 ended units, or already the eighth
    // while some of the 399 successes are still on their way.
    units.instruct("fail unit-004*");
    try (Running _ = station()) {
      String job = createJob("2%", "true");
      Ended followed = fleet.steward("jobs", job, "--follow");
      assertThat(followed.exit()).isNotZero();
      assertThat(followed.out()).contains("is stopped: ", "failed; the limit is 2%", "missing: ");
      String progress = status(job).path("progress").asText();
      assertThat(progress).matches("\\+{399}f+\\.+");
      int failed = progress.lastIndexOf('f') - 398;
      assertThat(failed).isBetween(8, 8 + CONCURRENCY);
      assertThat(units.instruct("runs *"))
          .isEqualTo("ran " + (399 + failed) + " commands, 0 of them more than once");
    }
  }

  @Test
  void continuesWithoutDuplicatesOrGapsWhenTheStationIsKilled() throws Exception {
    Running first = station();
    String job = createJob("2%", "sleep", "0.3");
    awaitCount(job, "succeeded", 100);
    first.kill();
    assertThat(count(job, "pending")).isPositive();
    try (Running _ = station()) {
      awaitPhase(job, "finished");
    }
    assertThat(status(job).path("progress").asText()).isEqualTo("+".repeat(UNITS));
    assertThat(units.instruct("runs *"))
        .isEqualTo("ran " + UNITS + " commands, 0 of them more than once");
  }

  @Test
  void isPausedResumedRetriedAndCancelled() throws Exception {
    units.instruct("fail unit-0050* the disk is full"); // ten units
    try (Running _ = station()) {
      String job = createJob("5%", "sleep", "1");
      awaitCount(job, "succeeded", 50);
      assertThat(fleet.steward("jobs", job, "pause").out()).contains("is paused");
      await().atMost(PATIENCE).until(() -> count(job, "running") + count(job, "stored") == 0);
      int begun = UNITS - count(job, "pending");
      assertThat(units.instruct("runs *")).startsWith("ran " + begun + " commands");

      Ended one = fleet.steward("jobs", job, "--json");
      Ended other =
          fleet.installation().with("STEWARD_AS", "operator-other").run("jobs", job, "--json");
      assertThat(other.out()).isEqualTo(one.out());

      assertThat(fleet.steward("jobs", job, "resume").out()).contains("is running");
      awaitPhase(job, "finished");
      assertThat(count(job, "failed")).isEqualTo(10);
      assertThat(fleet.steward("jobs", job).out()).contains("unit-00500", "the disk is full");

      units.instruct("mend *");
      assertThat(fleet.steward("jobs", job, "retry-failed").out()).contains("is running");
      awaitCount(job, "succeeded", UNITS);
      assertThat(units.instruct("runs *"))
          .isEqualTo("ran " + (UNITS + 10) + " commands, 0 of them more than once");

      String sleeping = createJob("5%", "sleep", "600");
      awaitCount(sleeping, "running", 10);
      assertThat(fleet.steward("cancel", sleeping).out()).contains("is cancelled");
      awaitCount(sleeping, "cancelled", 10);
      assertThat(count(sleeping, "pending")).isEqualTo(UNITS - 10);
    }
  }
}
