package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many emulated units, commanded on the command line.
class EmulateIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration HEARTBEAT = Duration.ofSeconds(2);

  @TempDir private Path folder = Path.of("");

  private Fleet fleet() throws Exception {
    return Fleet.start(folder, List.of(Installation.config("ship2.yaml")));
  }

  private static Running emulate(Fleet fleet, int count, Duration heartbeat) {
    Running emulation =
        fleet
            .installation()
            .start("emulate", String.valueOf(count), "--heartbeat", heartbeat.toSeconds() + "s");
    emulation.awaitPrinted(count + " units are up");
    return emulation;
  }

  private static List<String> names(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj("unit-%05d"::formatted).toList();
  }

  /// The first group of each match, in order.
  private static List<String> found(String regex, String text) {
    return Pattern.compile(regex).matcher(text).results().map(each -> each.group(1)).toList();
  }

  private static List<String> namesWhere(Fleet fleet, String expression) {
    Ended units = fleet.steward("units", "unit-*", "--where", expression, "--json");
    return found("\"name\":\"(unit-\\d+)\"", units.out());
  }

  /// Waits until exactly these are silent, and returns since when.
  private static List<Instant> awaitSilent(Fleet fleet, List<String> names) {
    await().atMost(PATIENCE).until(() -> namesWhere(fleet, "state=silent").equals(names));
    Ended units = fleet.steward("units", "unit-*", "--where", "state=silent", "--json");
    return found("\"since\":\"([^\"]+)\"", units.out()).stream().map(Instant::parse).toList();
  }

  @Test
  void unitsAreListedSelectedAndExecuteCommands() throws Exception {
    try (Fleet fleet = fleet();
        Running emulation = emulate(fleet, 500, Duration.ofSeconds(15))) {
      assertThat(emulation.printed()).contains("their ledgers are in memory");
      assertThat(namesWhere(fleet, "state=online")).isEqualTo(names(1, 500));
      assertThat(namesWhere(fleet, "region=north and class=tanker")).hasSize(42);

      Ended all = fleet.steward("run", "unit-*", "--", "true");
      assertThat(all.exit()).isZero();
      assertThat(all.err()).contains("500 units: 500 succeeded");
      assertThat(fleet.steward("run", "unit-00007", "--", "sh", "-c", "sleep 1; exit 3").exit())
          .isEqualTo(3);
      Ended late = fleet.steward("run", "unit-00007", "--timeout", "1s", "--", "sleep", "600");
      assertThat(late.err()).contains("unit-00007: timed-out, stopped after 1s");
      String shell = "unit-00007.command.shellcommand.operatingsystem";
      assertThat(fleet.steward("send", shell, "a=b").err()).contains("not sent", "a: no such key");
      Ended wrong = fleet.steward("send", shell, "a=b", "--no-check");
      assertThat(wrong.exit()).isEqualTo(4);
      assertThat(wrong.err()).contains("arguments:1:2 a: no such key");
      Ended nothing = fleet.steward("send", "unit-00007.command.shelcommand.operatingsystem");
      assertThat(nothing.err()).contains("nothing here handles").contains("did you mean");
    }
  }

  @Test
  void runningAndWaitingCommandsAreCancelled() throws Exception {
    try (Fleet fleet = fleet();
        Running emulation = emulate(fleet, 1, Duration.ofSeconds(15))) {
      String first = fleet.steward("run", "unit-00001", "--detach", "--", "sleep", "600").out();
      String next = fleet.steward("run", "unit-00001", "--detach", "--", "true").out();
      assertThat(fleet.steward("cancel", next.strip()).exit()).isZero();
      assertThat(fleet.steward("messages", next.strip()).out())
          .contains("cancelled by operator-test before it ran");
      assertThat(fleet.steward("cancel", first.strip()).exit()).isZero();
      assertThat(fleet.steward("messages", first.strip()).out())
          .containsSubsequence("stored", "accepted", "running", "cancelled while it ran");
      assertThat(emulation.tell("runs *")).isEqualTo("ran 1 commands, 0 of them more than once");
    }
  }

  @Test
  void exactlyTheKilledUnitsFallSilentAndRunMissedCommandsOnce() throws Exception {
    try (Fleet fleet = fleet();
        Running emulation = emulate(fleet, 500, HEARTBEAT)) {
      String running = fleet.steward("run", "unit-00099", "--detach", "--", "sleep", "600").out();
      await()
          .atMost(PATIENCE)
          .until(() -> fleet.steward("messages", running.strip()).out().contains("running"));
      assertThat(emulation.tell("kill unit-000*")).isEqualTo("killed 99: unit-00001 to unit-00099");
      Instant killed = Instant.now();
      assertThat(awaitSilent(fleet, names(1, 99)))
          .hasSize(99)
          .allMatch(since -> since.isBefore(killed.plus(HEARTBEAT.multipliedBy(4))));

      Ended sent = fleet.steward("run", "unit-000*", "--detach", "--", "true");
      assertThat(sent.lines()).hasSize(99);
      assertThat(emulation.tell("start *")).isEqualTo("started 99: unit-00001 to unit-00099");
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(emulation.tell("runs unit-000*"))
                  .isEqualTo("ran 100 commands, 0 of them more than once"));
      assertThat(fleet.steward("messages", running.strip()).out())
          .contains("unknown")
          .contains("the node died while it ran");
      assertThat(fleet.steward("run", "unit-*", "--", "true").exit()).isZero();
      assertThat(emulation.tell("runs *")).isEqualTo("ran 600 commands, 0 of them more than once");
    }
  }

  @Test
  void aRestartedEmulationRerunsNothingThatWasAnswered() throws Exception {
    try (Fleet fleet = fleet()) {
      Running last = emulate(fleet, 3, HEARTBEAT);
      assertThat(fleet.steward("run", "unit-00001", "--", "true").exit()).isZero();
      String running = fleet.steward("run", "unit-00002", "--detach", "--", "sleep", "600").out();
      await()
          .atMost(PATIENCE)
          .until(() -> fleet.steward("messages", running.strip()).out().contains("running"));
      last.kill();
      String missed = fleet.steward("run", "unit-00001", "--detach", "--", "true").out();
      try (Running next = emulate(fleet, 3, HEARTBEAT)) {
        await()
            .atMost(PATIENCE)
            .untilAsserted(() ->
                assertThat(fleet.steward("messages", missed.strip()).out()).contains("succeeded"));
        assertThat(fleet.steward("messages", running.strip()).out())
            .contains("unknown", "the node lost its ledger after it was accepted");
        assertThat(next.tell("runs *")).isEqualTo("ran 1 commands, 0 of them more than once");
      }
    }
  }

  @Test
  void failingUnitsAreNamed() throws Exception {
    try (Fleet fleet = fleet();
        Running emulation = emulate(fleet, 100, Duration.ofSeconds(15))) {
      assertThat(emulation.tell("fail unit-0001? the disk is full"))
          .isEqualTo("failing 10: unit-00010 to unit-00019");
      Ended run = fleet.steward("run", "unit-*", "--", "true");
      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.err()).contains("100 units: 10 failed, 90 succeeded");
      assertThat(found("(unit-\\d+)  failed .*the disk is full", run.err()))
          .isEqualTo(names(10, 19));
      assertThat(emulation.tell("mend *")).isEqualTo("mended 100: unit-00001 to unit-00100");
      assertThat(fleet.steward("run", "unit-*", "--", "true").exit()).isZero();
      assertThat(emulation.tell("kil *"))
          .isEqualTo("cannot kil *: unknown instruction; did you mean \"kill\"?");
      assertThat(emulation.tell("stop first 3")).isEqualTo("stopped 3: unit-00001 to unit-00003");
      assertThat(namesWhere(fleet, "state=stopped")).isEqualTo(names(1, 3));
      emulation.type("quit");
      assertThat(emulation.awaitEnd().exit()).isZero();
      assertThat(namesWhere(fleet, "state=stopped")).hasSize(100);
    }
  }

  @Test
  void itsShellcommandHasTheSchemaOfTheRealOne() throws Exception {
    try (Fleet fleet = fleet();
        Running _ = emulate(fleet, 1, Duration.ofSeconds(15))) {
      Pattern schema =
          Pattern.compile(
              "\"name\":\"shellcommand\",\"kind\":\"command\",(\"description\".*?\\})(?=\\]|,\\{\"name\")");
      List<String> schemas =
          schema
              .matcher(fleet.steward("units", "--json").out())
              .results()
              .map((MatchResult each) -> each.group(1))
              .toList();
      assertThat(schemas).hasSize(2);
      assertThat(new TreeSet<>(schemas)).hasSize(1);
    }
  }

  /// Uses its own fleet on the broker, since a fleet of this size has several shards.
  @Test
  @Tag("long")
  void tenThousandUnitsAreCommandedWhileFiveHundredDisconnect() throws Exception {
    try (Fleet fleet = fleet().named("many");
        Running emulation = emulate(fleet, 10_000, Duration.ofSeconds(15))) {
      assertThat(namesWhere(fleet, "state=online")).isEqualTo(names(1, 10_000));
      assertThat(fleet.steward("run", "--all", "--", "true").err())
          .contains("10000 units: 10000 succeeded");
      emulation.tell("kill first 500");
      Instant killed = Instant.now();
      assertThat(awaitSilent(fleet, names(1, 500)))
          .allMatch(since -> since.isBefore(killed.plusSeconds(4 * 15)));
      assertThat(fleet.steward("run", "--all", "--detach", "--", "true").lines()).hasSize(10_000);
      emulation.tell("start *");
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(emulation.tell("runs *"))
                  .isEqualTo("ran 20000 commands, 0 of them more than once"));
    }
  }
}
