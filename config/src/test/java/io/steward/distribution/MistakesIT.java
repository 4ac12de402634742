package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MistakesIT {

  @TempDir private Path folder = Path.of("");
  private Path config = Path.of("");

  @BeforeEach
  void write() throws IOException {
    config = folder.resolve("ship7.yaml");
    Files.writeString(
        config,
        """
        node: ship 7
        brokers: { servers: ["nats://127.0.0.1:4222"] }
        data: %s
        plugins:
          folder: %s
        commands:
          shelcommand.operatingsystem:
            from: [central]
          shellcommand.backup:
            from: [central]
            timeout: soon
            with: { allow: "uname *" }
        events:
          syslogforwarding.nginx:
            form: [ship1]
        """
            .formatted(folder.resolve("data"), Installation.HOME.resolve("plugins")));
  }

  private void assertSixProblems(Ended ended) {
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains(config + ":1:7 node", "ship 7"),
            line -> assertThat(line).contains(config + ":2:1 brokers", "did you mean \"broker\"?"),
            line ->
                assertThat(line)
                    .contains(
                        config + ":7:3 commands.shelcommand.operatingsystem",
                        "did you mean \"shellcommand\"?"),
            line ->
                assertThat(line)
                    .contains(config + ":11:14 commands.shellcommand.backup.timeout", "soon"),
            line ->
                assertThat(line)
                    .contains(config + ":12:20 commands.shellcommand.backup.with.allow", "a list"),
            line ->
                assertThat(line)
                    .contains(
                        config + ":15:5 events.syslogforwarding.nginx.form",
                        "did you mean \"from\"?"),
            line -> assertThat(line).isEqualTo("6 problems; nothing was started."));
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void checkReportsAllSixProblems() {
    assertSixProblems(new Installation(folder, Map.of()).run("check", config.toString()));
  }

  @Test
  void upReportsAllSixProblemsAndStartsNothing() {
    assertSixProblems(
        new Installation(
                folder, Map.of("STEWARD_PLUGINS", Installation.HOME.resolve("plugins").toString()))
            .run("up", "--port", "0", config.toString(), Installation.config("ship1.yaml")));
    assertThat(folder.toFile().list()).containsExactly("ship7.yaml");
  }
}
