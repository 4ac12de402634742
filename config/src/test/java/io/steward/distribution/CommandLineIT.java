package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineIT {

  private static final String SUBJECT = "ship2.command.shellcommand.operatingsystem";

  @TempDir private static Path folder = Path.of("");
  private static Fleet fleet;

  @BeforeAll
  static void start() throws IOException {
    fleet = Fleet.start(folder);
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  private static List<JsonNode> objects(Ended ended) {
    JsonMapper mapper = new JsonMapper();
    return ended.lines().stream()
        .map(line -> {
          try {
            return mapper.readTree(line);
          } catch (IOException e) {
            throw new AssertionError("not JSON: " + line, e);
          }
        })
        .toList();
  }

  @Test
  void runPrintsBothStreamsAndReturnsTheExitStatus() {
    Ended ended = fleet.steward("run", "ship2", "--", "sh", "-c", "echo out; echo err >&2; exit 3");
    assertThat(ended.out()).isEqualTo("out\n");
    assertThat(ended.err()).isEqualTo("err\nsteward: ship2: failed, exit status 3\n");
    assertThat(ended.exit()).isEqualTo(3);
  }

  @Test
  void jsonHasOneObjectPerLineWithIdNodeStateExitAndDurations() {
    Ended ended = fleet.steward("run", "ship2", "--json", "--", "sh", "-c", "echo out; exit 3");
    List<JsonNode> objects = objects(ended);
    assertThat(objects)
        .extracting(object -> object.path("kind").asText())
        .containsExactly("state", "state", "state", "output", "outcome");
    assertThat(objects)
        .allSatisfy(object -> {
          assertThat(object.path("id").asText()).hasSizeGreaterThanOrEqualTo(22);
          assertThat(object.path("node").asText()).isEqualTo("ship2");
        });
    assertThat(objects.get(3).path("text").asText()).isEqualTo("out\n");
    JsonNode outcome = objects.getLast();
    assertThat(outcome.path("state").asText()).isEqualTo("failed");
    assertThat(outcome.path("exit").asInt()).isEqualTo(3);
    assertThat(outcome.path("ranMillis").isIntegralNumber()).isTrue();
    assertThat(outcome.path("tookMillis").isIntegralNumber()).isTrue();
    assertThat(ended.exit()).isEqualTo(3);
  }

  @Test
  void sendAcceptsJsonYamlAndPairs() {
    assertThat(fleet.steward("send", SUBJECT, "{\"command\":[\"echo\",\"json\"]}").out())
        .isEqualTo("json\n");
    assertThat(fleet.steward("send", SUBJECT, "command: [echo, yaml]").out()).isEqualTo("yaml\n");
    assertThat(fleet.steward("send", SUBJECT, "script=echo pair").out()).isEqualTo("pair\n");
  }

  @Test
  void sendReachesManyUnitsWithAnyMethod() {
    Ended sent =
        fleet.steward(
            "send", "*.command.shellcommand.operatingsystem", "--to", "ship*", "script=echo here");
    assertThat(sent.exit()).isZero();
    assertThat(sent.lines()).containsExactlyInAnyOrder("ship1: here", "ship2: here");
    assertThat(fleet.steward("send", "*.command.shellcommand.operatingsystem", "script=true").err())
        .contains("name the units with --to");
    assertThat(fleet.steward("send", SUBJECT, "--to", "ship1", "script=true").err())
        .contains("need * as the node");
    assertThat(fleet.steward("send", "*.event.a.b", "--to", "ship1").err())
        .contains("only commands can be sent to many units");
  }

  @Test
  void detachPrintsTheIdForLater() {
    Ended sent = fleet.steward("run", "ship2", "--detach", "--", "echo", "later");
    assertThat(sent.exit()).isZero();
    String id = sent.out().strip();
    Ended life = fleet.steward("messages", id);
    assertThat(life.exit()).isZero();
    assertThat(life.out()).contains(id, SUBJECT, "operator-test", "stored");
  }

  @Test
  void anUnknownUnitIsUnseenAndTheCommandIsStored() {
    Ended ended = fleet.steward("run", "ship9", "--wait", "1s", "--", "true");
    assertThat(ended.exit()).isEqualTo(3);
    assertThat(ended.err()).contains("ship9: stored, the unit is unseen").contains("(id ");
    assertThat(fleet.steward("messages", "--unit", "ship9").out()).contains("stored");
  }

  @Test
  void aRejectionExitsWithFourAndTheReason() {
    Ended typo = fleet.steward("send", SUBJECT, "comand: [true]", "--no-check");
    assertThat(typo.exit()).isEqualTo(4);
    assertThat(typo.err()).contains("1:2 comand: no such key; did you mean \"command\"?");
    Ended method = fleet.steward("send", "ship2.command.shelcommand.operatingsystem", "{}");
    assertThat(method.exit()).isEqualTo(4);
    assertThat(method.err()).contains("did you mean \"" + SUBJECT + "\"?");
  }

  @Test
  void aStrangerGetsNoAnswer() {
    Ended stranger = fleet.steward("run", "ship2", "--as", "nobody", "--wait", "2s", "--", "true");
    assertThat(stranger.exit()).isEqualTo(3);
    assertThat(stranger.err()).contains("ship2: stored");
  }

  @Test
  void aCommandThatTakesTooLongIsStopped() {
    Ended ended = fleet.steward("run", "ship2", "--timeout", "1s", "--", "sleep", "600");
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err()).contains("ship2: timed-out");
  }

  @Test
  void aRunningCommandIsCancelledByItsId() {
    try (Running run = fleet.installation().start("run", "ship1", "--json", "--", "sleep", "600")) {
      String id = run.awaitPrinted("\"id\":\"([^\"]+)\",\"node\":\"ship1\",\"state\":\"running\"");
      assertThat(fleet.steward("cancel", id).exit()).isZero();
      Ended ended = run.awaitEnd();
      assertThat(ended.exit()).isEqualTo(1);
      assertThat(objects(ended).getLast().path("state").asText()).isEqualTo("cancelled");
    }
  }

  @Test
  void outputOfManyTargetsIsPrefixedAndSummarized() {
    Ended ended = fleet.steward("run", "ship*", "--", "echo", "here");
    assertThat(ended.exit()).isZero();
    assertThat(ended.lines()).containsExactlyInAnyOrder("ship1: here", "ship2: here");
    assertThat(ended.err()).contains("UNIT", "ship1", "ship2", "succeeded");
    assertThat(fleet.steward("run", "class=ferry", "--", "echo", "x").out()).isEqualTo("x\n");
    assertThat(fleet.steward("run", "--all", "--wait", "5s", "--", "echo", "x").err())
        .contains("missing: central"); // where no binding knows the sender
  }

  @Test
  void unitsAreListedWithStateAndLabels() {
    Ended table = fleet.steward("units");
    assertThat(table.exit()).isZero();
    assertThat(table.lines()).hasSize(4);
    assertThat(table.lines().get(1)).startsWith("central").contains("online", "role=station");
    List<JsonNode> units = objects(fleet.steward("units", "ship2", "--json"));
    assertThat(units).hasSize(1);
    assertThat(units.getFirst().at("/unit/labels/class").asText()).isEqualTo("ferry");
    assertThat(fleet.steward("unit", "ship2").out()).contains("ship2 is online", "shellcommand");
    Ended nobody = fleet.steward("unit", "ship9");
    assertThat(nobody.exit()).isEqualTo(1);
    assertThat(nobody.err()).contains("unseen");
  }

  @Test
  void unitsAreSelectedAndSortedByTheirState() {
    List<JsonNode> chosen =
        objects(
            fleet.steward(
                "units",
                "ship*",
                "--where",
                "not class=tanker or name=ship1",
                "--json",
                "--sort",
                "-class"));
    assertThat(chosen)
        .extracting(unit -> unit.at("/name").asText())
        .containsExactly("ship1", "ship2");
    assertThat(chosen.getFirst().at("/why").asText()).contains("heart");
    assertThat(
            fleet.steward("units", "--where", "method=syslogforwarding and role=station").lines())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("central");
    assertThat(fleet.steward("units", "--sort", "clas").err()).contains("did you mean \"class\"?");
    assertThat(fleet.steward("units", "--where", "class=").err()).contains("column 7");
    Ended nobody = fleet.steward("run", "clas=ferry", "--", "true");
    assertThat(nobody.exit()).isEqualTo(2);
    assertThat(nobody.err()).contains("no known unit matches", "did you mean \"class\"?");
  }

  @Test
  void changesAreListedWithTheirTimes() {
    assertThat(fleet.steward("run", "ship2", "--", "sh", "-c", "exit 9").exit()).isEqualTo(9);
    List<JsonNode> changes = objects(fleet.steward("events", "class=ferry", "--json"));
    String id = changes.getLast().at("/id").asText();
    assertThat(changes)
        .filteredOn(change -> change.at("/id").asText().equals(id))
        .extracting(change -> change.at("/state").asText())
        .containsExactly("stored", "accepted", "running", "failed");
    assertThat(changes.getLast().at("/reason").asText()).contains("exit status 9");
    assertThat(fleet.steward("messages", "--state", "faild").err())
        .contains("did you mean \"failed\"?");
    assertThat(fleet.steward("unit", "ship2").out()).contains("latest outcomes", id);
  }

  @Test
  void wrongUsageExitsWithTwo() {
    assertThat(fleet.steward().exit()).isEqualTo(2);
    assertThat(fleet.steward("unit", "a b").exit()).isEqualTo(2);
    assertThat(fleet.steward("send", "ship2.comand.x.y", "{}").err()).contains("command");
    assertThat(fleet.steward("run", "ship2", "true").err()).contains("write -- before");
    Ended verb = fleet.steward("unitss");
    assertThat(verb.exit()).isEqualTo(2);
    assertThat(verb.err()).contains("units");
  }

  @Test
  void exitsWithSixWithoutABroker() throws IOException {
    String nowhere = "nats://127.0.0.1:" + Ports.next();
    Ended ended = fleet.steward("units", "--broker", nowhere);
    assertThat(ended.exit()).isEqualTo(6);
    assertThat(ended.err()).contains(nowhere);
  }

  @Test
  void colourIsUsedOnTerminalsUnlessDisabled() {
    Installation terminal = fleet.installation().with("STEWARD_TERMINAL", "out,err");
    assertThat(terminal.run("units").out()).contains("\u001b[");
    assertThat(terminal.with("NO_COLOR", "1").run("units").out()).doesNotContain("\u001b[3");
    assertThat(fleet.steward("units").out()).doesNotContain("\u001b");
  }

  @Test
  void describeAndTryNeedNoBroker() {
    Installation plugins = fleet.installation().with("STEWARD_BROKER", "nats://127.0.0.1:1");
    Ended described = plugins.run("describe", "shellcommand");
    assertThat(described.exit()).isZero();
    assertThat(described.out()).contains("command", "stdin", "grace");
    Ended tried = plugins.run("try", "shellcommand", "command: [echo, tried]");
    assertThat(tried.exit()).isZero();
    assertThat(tried.out()).contains("tried");
    Ended typo = plugins.run("describe", "shelcommand");
    assertThat(typo.exit()).isEqualTo(2);
    assertThat(typo.err()).contains("did you mean \"shellcommand\"?");
    Ended listed = plugins.run("plugins");
    assertThat(listed.exit()).isZero();
    assertThat(listed.out()).contains("shellcommand", "syslogforwarding");
  }
}
