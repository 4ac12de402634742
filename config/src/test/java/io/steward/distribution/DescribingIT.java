package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescribingIT {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final String SUBJECT = "ship2.command.shellcommand.operatingsystem";
  private static final String TO_BEGIN = "\u0001"; // key bindings of bash
  private static final String TO_END = "\u0005";
  private static final String NOWHERE = "nats://127.0.0.1:1";

  @TempDir private static Path folder = Path.of("");
  private static Fleet fleet;

  @BeforeAll
  static void start() throws IOException {
    fleet = Fleet.start(folder);
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> fleet.steward("describe", "shellcommand", "--unit", "ship2").exit() == 0);
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  private static JsonNode described(String... where) throws IOException {
    String[] words = new String[where.length + 3];
    words[0] = "describe";
    words[1] = "shellcommand";
    words[2] = "--json";
    System.arraycopy(where, 0, words, 3, where.length);
    return new JsonMapper().readTree(fleet.steward(words).out());
  }

  @Test
  void describesAConfigurationWithItsBindingsAndSettings() {
    Ended ended =
        fleet.steward("describe", "shellcommand", "--config", Installation.config("ship2.yaml"));
    assertThat(ended.exit()).isZero();
    assertThat(ended.out())
        .contains("as commands.shellcommand.operatingsystem")
        .containsPattern("grace +duration, 0s to 4s +default \"2s\"")
        .containsPattern("stdin +text");
  }

  @Test
  void aUnitPublishesTheSchemaOfItsPlugins() throws IOException {
    JsonNode local = described();
    JsonNode published = described("--unit", "ship2");
    assertThat(published.path("arguments")).isEqualTo(local.path("arguments"));
    assertThat(published.path("uses")).extracting(JsonNode::asText).containsExactly(SUBJECT);
    assertThat(local.path("settings").path("properties").has("grace")).isTrue();
    assertThat(published.has("settings")).isFalse();
  }

  @Test
  void describesBuiltinMethods() {
    Ended list = fleet.steward("describe", "--unit", "ship1");
    assertThat(list.out()).containsPattern("cancel +command +every node").contains("shellcommand");
    assertThat(fleet.steward("describe", "schedule").out())
        .contains("as *.command.schedule.steward")
        .containsPattern("cron +text");
  }

  @Test
  void suggestsTheNearestMethodForATypo() {
    Ended method = fleet.steward("describe", "shelcommand", "--unit", "ship2");
    assertThat(method.exit()).isEqualTo(2);
    assertThat(method.err())
        .isEqualTo(
            "steward: no plugin of ship2 has a method shelcommand; did you mean"
                + " \"shellcommand\"?\n");
    Ended unit = fleet.steward("describe", "--unit", "ship9");
    assertThat(unit.exit()).isEqualTo(2);
    assertThat(unit.err()).contains("ship9 is unseen");
  }

  @Test
  void invalidArgumentsAreNotSent() {
    Ended ended =
        fleet.steward("send", SUBJECT, "comand: [true]", "--as", "operator-unsent", "--wait", "5s");
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err())
        .isEqualTo(
            "steward: not sent; it would be rejected by ship2: comand: no such key; did you mean"
                + " \"command\"? (--no-check sends it anyway)\n");
    assertThat(fleet.steward("messages", "--from", "operator-unsent").out())
        .doesNotContain(SUBJECT);
  }

  @Test
  void uncheckedArgumentsAreRejectedByTheUnitForTheSameReason() {
    Ended ended = fleet.steward("send", SUBJECT, "comand: [true]", "--no-check");
    assertThat(ended.exit()).isEqualTo(4);
    assertThat(ended.err())
        .contains("ship2: rejected", "comand: no such key; did you mean \"command\"?");
  }

  @Test
  void nothingIsSentWhenOneOfManyUnitsWouldRejectIt() {
    Ended ended =
        fleet.steward(
            "send",
            "*.command.shellcommand.operatingsystem",
            "--to",
            "ship*",
            "script=true",
            "stdin=[1]",
            "--as",
            "operator-many");
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("not sent; it would be rejected by ship1, ship2: stdin: ");
    assertThat(fleet.steward("messages", "--from", "operator-many").out())
        .doesNotContain("shellcommand");
  }

  @Test
  void argumentsOfBuiltinCommandsAreChecked() {
    Ended ended = fleet.steward("send", "ship2.command.cancel.steward", "idd=x");
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("not sent", "idd: no such key; did you mean \"id\"?");
  }

  @Test
  void unknownMethodsAreLeftToTheUnit() {
    Ended stored = fleet.steward("send", "ship8.command.anything.disk", "any=1", "--detach");
    assertThat(stored.exit()).isZero();
  }

  /// The command line in a bash with line editing after the text, with one TAB, has been typed.
  private static String typed(String line) {
    Installation shell =
        fleet
            .installation()
            .with("PATH", Installation.HOME + ":" + System.getenv("PATH"))
            .with("INPUTRC", "/dev/null");
    try (Running bash = shell.program(List.of("bash", "--noprofile", "--norc", "-i"))) {
      bash.type("source <(steward completion bash)");
      bash.type(line + TO_BEGIN + "echo 'became <" + TO_END + ">'");
      bash.type("exit");
      return bash.awaitPrinted("(?m)^became <(.*)>$");
    }
  }

  /// Types a line until it is completed, as a person does: on a busy machine the completion gives
  /// up rather than let the shell wait.
  private static void assertCompletes(String line, String expected) {
    await().atMost(TIMEOUT).untilAsserted(() -> assertThat(typed(line)).isEqualTo(expected));
  }

  @Test
  void aRealBashCompletesVerbsUnitsSubjectsAndArguments() {
    assertCompletes("steward descr\t", "steward describe ");
    assertCompletes("steward unit ship2\t", "steward unit ship2 ");
    assertCompletes("steward send ship2.command.sh\t", "steward send " + SUBJECT + " ");
    assertCompletes("steward send " + SUBJECT + " scr\t", "steward send " + SUBJECT + " script=");
    assertCompletes("steward new-plugin --kind=ev\t", "steward new-plugin --kind=event ");
    assertCompletes(
        "steward describe --unit ship2 shel\t", "steward describe --unit ship2 shellcommand ");
  }

  @Test
  void completionIsSilentWithoutABroker() {
    Installation alone = fleet.installation().with("STEWARD_BROKER", NOWHERE);
    Ended ended = alone.run("complete", "--", "unit", "s");
    assertThat(ended).isEqualTo(new Ended(0, "", ""));
    assertThat(alone.run("complete", "--", "describe", "shel").out()).isEqualTo("shellcommand\n");
  }
}
