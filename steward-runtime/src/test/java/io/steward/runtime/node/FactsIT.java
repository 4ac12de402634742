package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.runtime.broker.EmbeddedBroker;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.databind.Problem;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.fleet.MessageEncoder;
import io.steward.runtime.fleet.MessageSender;
import io.steward.runtime.fleet.Unit;
import io.steward.runtime.fleet.Units;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A node whose sources report facts.
class FactsIT extends AskFleet {

  @BeforeEach
  void packFactsPlugin() {
    TellPlugin.pack(temp, temp.resolve("plugins/tell.jar"));
  }

  private Node prepareWithSources(String sources) throws IOException, ProblemsException {
    Path config = temp.resolve("ship.yaml");
    Files.writeString(config, "node: ship\nheartbeat: 1h\nsources:\n" + sources.indent(2));
    return Node.prepare(config, Map.of());
  }

  private List<String> problems(String sources) {
    ProblemsException wrong =
        catchThrowableOfType(ProblemsException.class, () -> prepareWithSources(sources));
    return wrong.problems().stream()
        .map(Problem::toString)
        .map(line -> line.substring(line.indexOf("ship.yaml")))
        .toList();
  }

  private void write(String file, String text) throws IOException {
    Path fresh = Files.writeString(temp.resolve(file + ".new"), text);
    Files.move(fresh, temp.resolve(file), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  private static Unit ship(Units units) throws IOException, InterruptedException {
    return units.find(SHIP.node()).orElseThrow();
  }

  @Test
  void factsAreInTheStateLongBeforeTheNextHeartbeat() throws Exception {
    try (EmbeddedBroker broker = broker();
        Node ship =
            prepareWithSources(
                """
                tell.one: { with: { file: %1$s/one } }
                tell.two: { with: { file: %1$s/two } }
                """
                    .formatted(temp))) {
      ship.start(address());
      assertThat(broker.pid()).isPositive();
      try (NatsBus bus = visit()) {
        Units units = new Units(bus, InstantSource.system());
        await().atMost(PATIENCE).until(() -> units.find(SHIP.node()).isPresent());
        assertThat(ship(units).map("facts")).isEmpty();
        write("two", "of two");
        await().atMost(PATIENCE).until(() -> ship(units).map("facts").containsValue("of two"));
        write("one", "of one");
        await().atMost(PATIENCE).until(() -> ship(units).map("facts").containsValue("of one"));
        assertThat(ship(units).document().get("problems"))
            .asString()
            .contains(
                "ship.source.tell.two: the fact text is also reported by ship.source.tell.one");
        write("one", "x".repeat(70_000));
        await()
            .atMost(PATIENCE)
            .until(() ->
                String.valueOf(ship(units).document().get("problems"))
                    .contains("its earlier facts stay"));
        assertThat(ship(units).map("facts")).containsEntry("text", "of one");
        assertThat(ship(units).map("system")).containsKeys("os", "version", "arch", "java");
      }
    }
  }

  @Test
  void aFailureIsInTheStateLongBeforeTheNextHeartbeat() throws Exception {
    Path config = temp.resolve("ship.yaml");
    Files.writeString(
        config, "node: ship\nheartbeat: 1h\ncommands:\n  ask.test: { from: [\"*\"] }\n");
    try (EmbeddedBroker broker = broker();
        Node ship = Node.prepare(config, Map.of())) {
      ship.start(address());
      assertThat(broker.pid()).isPositive();
      try (NatsBus bus = visit()) {
        Units units = new Units(bus, InstantSource.system());
        await().atMost(PATIENCE).until(() -> units.find(SHIP.node()).isPresent());
        assertThat(ship(units).text("processes")).doesNotContain("no such key");
        MessageEncoder encoder =
            new MessageEncoder(new NodeName("operator"), InstantSource.system());
        new MessageSender(bus, encoder).send(Message.to(SHIP, Map.of("texd", "?"))).close();
        await().atMost(PATIENCE).until(() -> ship(units).text("processes").contains("no such key"));
      }
    }
  }

  @Test
  void aSourceThatSendsEventsNeedsAReceiver() {
    assertThat(problems("feed.test: { with: { often: true } }"))
        .containsExactly(
            "ship.yaml:4:3 sources.feed.test: \"to\" is missing: name the node that receives"
                + " its events, for example to: central",
            "ship.yaml:4:24 sources.feed.test.with.often: no such key; there are none");
  }

  @Test
  void aSourceThatSendsNoEventsMustNotHaveAReceiver() {
    assertThat(problems("tell.test: { to: central }"))
        .containsExactly(
            "ship.yaml:4:3 sources.tell.test: \"to\" is not allowed: this source sends no events;"
                + " remove it");
  }
}
