package io.steward.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.api.NodeName;
import io.steward.runtime.databind.ByteSize;
import io.steward.runtime.databind.Problem;
import io.steward.runtime.databind.ProblemsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {

  @TempDir private Path folder = Path.of("");

  private ConfigDraft draft(String text) throws IOException, ProblemsException {
    Path file = Files.writeString(folder.resolve("node.yaml"), text);
    return ConfigDraft.read(file, Map.of("BROKER", "nats://127.0.0.1:5555", "EMPTY", ""));
  }

  private ConfigFile read(String text) throws IOException, ProblemsException {
    return draft(text).bind();
  }

  private List<String> problems(String text) {
    try {
      read(text);
      throw new AssertionError("the file is valid");
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (ProblemsException e) {
      return e.problems().stream()
          .map(Problem::toString)
          .map(line -> line.substring(line.indexOf("node.yaml")))
          .toList();
    }
  }

  @Test
  void readsACompleteFile() throws Exception {
    ConfigFile file =
        read(
            """
            node: ship2
            broker: { servers: ["${BROKER}", "${OTHER:-nats://127.0.0.1:4222}"] }
            data: ${EMPTY:-data}/ship2
            labels: { region: north, number: 7, winter: no }
            heartbeat: 5s
            limits: { body: 2MiB }
            fleet: { shards: 16, retention: 2d }
            plugins: { folder: jars }
            commands:
              shellcommand.operatingsystem:
                from: [central, "operator-*"]
                timeout: 30s
                processes: 2
                mailbox: 10
                repeatable: true
                output: { head: 4KiB, tail: 0 }
                with: { directory: /var/tmp }
            events:
              syslogforwarding.apache: { from: ["ship*"] }
            sources:
              syslogforwarding.nginx: { to: central }
            """);
    NodeConfig config = file.config();
    assertThat(config.node()).isEqualTo(new NodeName("ship2"));
    assertThat(file.broker().servers())
        .hasToString("[nats://127.0.0.1:5555, nats://127.0.0.1:4222]");
    assertThat(file.data()).isEqualTo(folder.resolve("data/ship2").toAbsolutePath());
    assertThat(config.labels()).containsEntry("number", "7").containsEntry("winter", "no");
    assertThat(config.heartbeatInterval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(file.limits().maxBodyBytes()).isEqualTo(2 << 20);
    CommandBinding binding =
        Objects.requireNonNull(
            config.commands().get(BindingKey.parse("shellcommand.operatingsystem")));
    assertThat(binding.allows(new NodeName("operator-anna"))).isTrue();
    assertThat(binding.allows(new NodeName("ship1"))).isFalse();
    assertThat(binding.outputHeadBytes()).isEqualTo(4096);
    assertThat(binding.outputTailBytes()).isZero();
    assertThat(binding.maxRunTime()).isEqualTo(Duration.ofSeconds(30));
    assertThat(file.digest()).hasSize(64);
  }

  @Test
  void aMinimalFileHasDefaults() throws Exception {
    ConfigFile file = read("node: ship1\n");
    assertThat(file.data()).isEqualTo(folder.resolve("data/ship1").toAbsolutePath());
    assertThat(file.broker()).isEqualTo(BrokerConfig.DEFAULT);
    assertThat(file.config().heartbeatInterval()).isEqualTo(Duration.ofSeconds(15));
    assertThat(file.limits().maxBodyBytes()).isEqualTo(64 << 20);
  }

  @Test
  void aUserOfTheSystemAccountHasANameAndAPasswordThatIsNotPrinted() throws Exception {
    BrokerConfig broker =
        read("node: a\nbroker: { system: { user: watch, password: secret } }\n").broker();
    assertThat(broker.system())
        .contains(new SystemUser("watch", Optional.of("secret"), Optional.empty()));
    assertThat(broker.toString()).contains("watch").doesNotContain("secret");
    assertThat(problems("node: a\nbroker: { system: { user: watch, pasword: x } }\n"))
        .containsExactly(
            "node.yaml:2:34 broker.system.pasword: no such key; did you mean \"password\"?");
    for (String passwords : List.of("", ", password: x, passwordFile: y")) {
      assertThat(problems("node: a\nbroker: { system: { user: watch" + passwords + " } }\n"))
          .containsExactly(
              "node.yaml:2:19 broker.system: it takes either password or passwordFile");
    }
    assertThat(problems("node: a\nbroker: { system: { user: ' ', password: x } }\n"))
        .containsExactly("node.yaml:2:19 broker.system: user must not be blank");
  }

  @Test
  void startupCommandsKeepTheirOrder() throws Exception {
    NodeConfig config =
        read("""
        node: ship1
        startup:
          - { command: shellcommand.operatingsystem, arguments: { command: [uname] } }
          - command: inventory.system
            timeout: 30s
        """)
            .config();
    assertThat(config.startup())
        .extracting(command -> command.command().toString())
        .containsExactly("shellcommand.operatingsystem", "inventory.system");
    assertThat(config.startup().get(1).timeout()).contains(Duration.ofSeconds(30));
    assertThat(problems("node: ship1\nstartup:\n  - { command: one, timeout: 0s }\n"))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("node.yaml:3:16 startup[0].command: \"one\" is not <method>.<domain>");
  }

  @Test
  void aLimitOutOfRangeIsAProblem() {
    assertThat(problems("node: ship1\nlimits: { body: 1KiB }\n"))
        .containsExactly("node.yaml:2:9 limits: body must be from 1MiB to 512MiB");
  }

  @Test
  void aDraftYieldsItsBindingsAlthoughOtherPartsAreInvalid() throws Exception {
    ConfigDraft draft =
        draft(
            """
            nod: ship1
            plugins: { folder: jars }
            commands:
              shellcommand.operatingsystem: { timeout: soon, with: { allow: [] } }
              nonsense: {}
              echo.x:
            events: none
            """);
    assertThat(draft.plugins()).isEqualTo(folder.resolve("jars").toAbsolutePath());
    assertThat(draft.bindings("commands"))
        .extracting(binding -> binding.position() + " " + binding.key())
        .containsExactly("4:3 shellcommand.operatingsystem", "6:3 echo.x");
    assertThat(draft.bindings("commands").getFirst().with()).isPresent();
    assertThat(draft.bindings("events")).isEmpty();
    assertThat(draft("node: ship1").plugins())
        .isEqualTo(folder.resolve("plugins").toAbsolutePath());
  }

  @Test
  void sixMistakesAreSixProblemsAtTheirPositions() {
    assertThat(
            problems(
                """
                node: ship.1
                labels: &shared { region: north }
                heartbeat: soon
                commands:
                  shellcommand:
                    from: [central]
                  echo.x:
                    form: [central]
                    from: [central]
                    processes: 0
                data: ${STEWARD_NOWHERE}/x
                """))
        .containsExactly(
            "node.yaml:1:7 node: \"ship.1\" is not a node name: letters, digits, '-' and '_' only,"
                + " the first a letter or digit",
            "node.yaml:2:9 labels: anchors (&) are not supported; write the value out",
            "node.yaml:3:12 heartbeat: \"soon\" is not a duration such as 250ms, 30s, 5m, 2h or"
                + " 7d",
            "node.yaml:5:3 commands.shellcommand: \"shellcommand\" is not <method>.<domain>, for"
                + " example shellcommand.operatingsystem",
            "node.yaml:8:5 commands.echo.x.form: no such key; did you mean \"from\"?",
            "node.yaml:11:7 data: the environment variable STEWARD_NOWHERE is not set; write"
                + " ${STEWARD_NOWHERE:-default} for a default");
  }

  @Test
  void aBindingMustListWhoMaySend() {
    assertThat(problems("node: a\nevents:\n  log.x: {}\n"))
        .containsExactly(
            "node.yaml:3:10 events.log.x: \"from\" is missing: list who may send, for example from:"
                + " [central, \"operator-*\"]");
  }

  @Test
  void aFullSubjectAsAKeyIsRefusedWithAdvice() {
    assertThat(problems("node: a\ncommands:\n  a.command.x.y: { from: [b] }\n"))
        .singleElement()
        .asString()
        .contains("leave out the node and the type");
  }

  @Test
  void duplicateBindingsAreRefused() {
    assertThat(problems("node: a\nevents:\n  log.x: { from: [a] }\n  log.x: { from: [b] }\n"))
        .containsExactly("node.yaml:4:3 events.log.x: duplicate key; first defined at 3:3");
  }

  @Test
  void aMissingFileIsAProblem() {
    assertThatThrownBy(() -> ConfigDraft.read(folder.resolve("none.yaml"), Map.of()))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("none.yaml:1:1 the file cannot be read: it does not exist");
  }

  @Test
  void sizesRoundTrip() {
    for (String size : List.of("0", "1", "1023", "1KiB", "64KiB", "1MiB", "3GiB")) {
      assertThat(ByteSize.parse(size)).hasToString(size);
    }
  }

  @Test
  void theSchemaNamesEveryKey() {
    assertThat(ConfigFile.schema().toString())
        .contains("node", "heartbeat", "commands", "repeatable", "retention");
  }
}
