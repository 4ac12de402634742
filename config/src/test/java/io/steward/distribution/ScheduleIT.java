package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands that a unit runs by itself, by its schedules and its configured startup commands, with
/// a clock that the test moves.
class ScheduleIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration MISSED = Duration.ofSeconds(11);
  private static final String SCHEDULE = "ship3.command.schedule.steward";
  private static final String UNSCHEDULE = "ship3.command.unschedule.steward";

  @TempDir private Path folder = Path.of("");

  private Path config(String startup) throws IOException {
    return Files.writeString(
        folder.resolve("ship3.yaml"),
        """
        node: ship3
        data: data/ship3
        heartbeat: 300ms
        plugins: { folder: "%s" }
        commands:
          shellcommand.operatingsystem: { from: ["operator-*"] }
        startup:
        %s
        """
            .formatted(Installation.HOME.resolve("plugins"), startup));
  }

  private static String note(Path file) {
    return "{\"command\":[\"sh\",\"-c\",\"echo ran >> " + file + "\"]}";
  }

  private static String every(String name, String missed, Path file) {
    return """
    {"name":"%s","cron":"* * * * *","missed":"%s","command":"shellcommand.operatingsystem","arguments":%s}
    """
        .formatted(name, missed, note(file));
  }

  private static long lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }

  private static void awaitLines(Path file, long count) {
    await().atMost(PATIENCE).until(() -> lines(file) >= count);
  }

  private Running start(MovedClock clock, String broker, Path config) {
    return new Installation(folder, Map.of())
        .with("STEWARD_JAVA_OPTIONS", clock.options())
        .start("node", "--broker", broker, config.toString());
  }

  private static List<String> runs(Fleet fleet, String schedule) {
    return fleet.steward("messages", "--unit", "ship3", "--schedule", schedule, "--json").lines();
  }

  @Test
  void runsOfflineAndReportsWhenReconnected() throws Exception {
    Path skips = folder.resolve("skips");
    Path catchesUp = folder.resolve("catches-up");
    Path started = folder.resolve("started");
    Path config =
        config(
            "  - { command: shellcommand.operatingsystem, arguments: %s }"
                .formatted(note(started)));
    List<String> central = List.of(Installation.config("central.yaml"));
    int port = Ports.next();
    String broker = "nats://127.0.0.1:" + port;
    MovedClock clock = MovedClock.in(folder);
    Running ship = start(clock, broker, config);
    try (Fleet fleet = Fleet.start(folder, port, central)) {
      ship.awaitPrinted("node ship3 is up");
      assertThat(fleet.steward("send", SCHEDULE, every("skips", "skip", skips), "--json").out())
          .contains("\"state\":\"succeeded\"", "\"result\":{\"name\":\"skips\",\"next\":\"2");
      assertThat(fleet.steward("send", SCHEDULE, every("catches-up", "once", catchesUp)).exit())
          .isZero();
      await()
          .atMost(PATIENCE)
          .until(() -> fleet.steward("unit", "ship3").out().contains("catches-up  * * * * *"));
    }
    clock.moveTo(clock.nextMinute());
    awaitLines(skips, 1);
    awaitLines(catchesUp, 1);
    ship.kill();

    clock.moveTo(clock.nextMinute().plus(MISSED));
    Running back = start(clock, broker, config);
    awaitLines(catchesUp, 2);
    assertThat(lines(skips)).isEqualTo(1);

    try (Fleet fleet = Fleet.start(folder, port, central);
        Running _ = back) {
      await()
          .atMost(PATIENCE)
          .until(() ->
              runs(fleet, "catches-up").stream()
                      .filter(run -> run.contains("\"state\":\"succeeded\""))
                      .count()
                  >= 2);
      assertThat(runs(fleet, "skips")).isNotEmpty();
      assertThat(runs(fleet, "@startup"))
          .hasSize(2)
          .allMatch(run -> run.contains("\"from\":\"ship3\""))
          .allMatch(run -> run.contains("\"state\":\"succeeded\""));
      assertThat(lines(started)).isEqualTo(2);
      String id = runs(fleet, "catches-up").getFirst().replaceAll(".*\"id\":\"([^\"]+)\".*", "$1");
      assertThat(fleet.steward("messages", id).out())
          .contains("from operator-test, schedule catches-up, arguments {\"command\":[\"sh\"")
          .containsSubsequence("accepted", "running", "succeeded");

      Ended wrong = fleet.steward("send", UNSCHEDULE, "name=skip");
      assertThat(wrong.exit()).isEqualTo(1);
      assertThat(wrong.err()).contains("there is no schedule \"skip\"; did you mean \"skips\"?");
      assertThat(fleet.steward("send", UNSCHEDULE, "name=skips").exit()).isZero();
      assertThat(fleet.steward("send", UNSCHEDULE, "name=catches-up").exit()).isZero();
      await()
          .atMost(PATIENCE)
          .until(() -> fleet.steward("unit", "ship3", "--json").out().contains("\"schedules\":[]"));
    }
  }

  @Test
  void checkReportsAllProblemsOfStartupCommands() throws Exception {
    Path config =
        config(
            """
              - { command: shelcommand.operatingsystem }
              - { command: shellcommand.operatingsystem, arguments: { comand: [uname] } }
              - { command: shellcommand.operatingsystem }
              - { comand: shellcommand.operatingsystem, timeout: soon }
            """);
    Ended ended = new Installation(folder, Map.of()).run("check", config.toString());
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err())
        .contains(
            config
                + ":8:16 startup[0].command: no binding \"shelcommand.operatingsystem\""
                + " under commands; did you mean \"shellcommand.operatingsystem\"?",
            config + ":9:59 startup[1].arguments.comand: no such key; did you mean \"command\"?",
            config + ":10:5 startup[2].arguments",
            config + ":11:7 startup[3].comand: no such key; did you mean \"command\"?",
            config + ":11:54 startup[3].timeout: \"soon\" is not a duration");
    assertThat(folder.resolve("data")).doesNotExist();
  }
}
