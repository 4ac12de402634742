package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A jar that was built against the first API, and is no longer maintained, still works.
class CompatibilityIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private static Path folder = Path.of("");
  private static Fleet fleet;

  @BeforeAll
  static void start() throws IOException {
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    Files.copy(FirstPlugin.jar(folder), plugins.resolve("first.jar"));
    Path config =
        Files.writeString(
            folder.resolve("quay.yaml"),
            """
            node: quay
            broker: { servers: ["${STEWARD_BROKER:-nats://127.0.0.1:4222}"] }
            data: data/quay
            plugins: { folder: plugins }
            commands:
              harbour.first: { from: [operator-test], with: { berths: 7, patience: 2m } }
            events:
              harbourlog.first: { from: [quay] }
            sources:
              harbourlog.first: { to: quay, with: { ship: Ever Given } }
            """);
    fleet = Fleet.start(folder, List.of(config.toString()));
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  private static Ended send(String... arguments) {
    return fleet.steward(
        Stream.concat(Stream.of("send", "quay.command.harbour.first"), Stream.of(arguments))
            .toArray(String[]::new));
  }

  @Test
  void executesCommandsWithTheirArgumentsAndContext() throws IOException {
    Ended told = send("--json", "task=tell", "ships=[\"Titanic\"]", "code=ABC");
    assertThat(told.exit()).as(told.err()).isZero();
    assertThat(told.out())
        .contains("\"berths\":7")
        .contains("\"patience\":\"2m\"")
        .contains("\"ships\":[\"Titanic\"]")
        .contains("\"node\":\"quay\"")
        .contains("\"from\":\"operator-test\"")
        .contains("\"told\":\"accepted\"")
        .contains("\"object\":\"harbour.chart 7 chart\"");
    assertThat(fleet.data("quay").resolve("command.harbour.first/last")).exists();
    Path ships = fleet.data("quay").resolve("event.harbourlog.first/ships");
    assertThat(ships).content().contains("Titanic\n");
  }

  @Test
  void reportsItsFailuresAndRejections() {
    Ended failed = send("task=fail", "ships=[]");
    assertThat(failed.out() + failed.err())
        .contains("at work")
        .contains("id ")
        .contains("no berth");
    assertThat(failed.exit()).isNotZero();
    Ended refused = send("task=tell", "ships=[]", "code=abc");
    assertThat(refused.err()).contains("three letters");
  }

  @Test
  void isStoppedAtItsTimeout() {
    Ended late = send("--timeout", "1s", "task=stay", "ships=[]");
    assertThat(late.out() + late.err()).contains("timed-out");
  }

  @Test
  void runsItsSource() throws IOException {
    Path ships = fleet.data("quay").resolve("event.harbourlog.first/ships");
    await()
        .atMost(PATIENCE)
        .until(() -> Files.exists(ships) && Files.readString(ships).contains("a wave\n"));
    assertThat(ships).content().contains("Ever Given\n");
    assertThat(fleet.steward("unit", "quay", "--json").out())
        .contains("\"buoy\":{\"node\":\"quay\"}");
  }

  @Test
  void describesItself() {
    assertThat(fleet.steward("describe", "harbour", "--unit", "quay").out())
        .contains("Tells of a harbour.")
        .contains("Which ships.")
        .contains("three letters");
  }
}
