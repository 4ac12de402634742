package io.steward.runtime.agent;

import static org.awaitility.Awaitility.await;

import io.steward.api.Subject;
import io.steward.runtime.broker.BrokerBinary;
import io.steward.runtime.broker.EmbeddedBroker;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.NatsBus;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A test with a broker, and nodes that have the method `ask`.
abstract class AskFleet {

  /// The first of them.
  static final Subject CENTRAL = Subject.parse("central.command.ask.test");

  /// The second.
  static final Subject SHIP = Subject.parse("ship.command.ask.test");

  /// How long something may take that is done soon.
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /// The folder of everything.
  @TempDir Path temp = Path.of("");

  /// Where the broker is, as soon as there was one.
  Optional<URI> url = Optional.empty();

  @BeforeEach
  void packPlugin() throws IOException {
    AskPlugin.pack(temp, Files.createDirectory(temp.resolve("plugins")).resolve("ask.jar"));
  }

  /// Starts the broker; again at the address it had, by which nodes know it.
  EmbeddedBroker broker() throws IOException, InterruptedException {
    EmbeddedBroker broker =
        EmbeddedBroker.start(
            BrokerBinary.find(Optional.empty(), System.getenv(), note -> {}),
            temp.resolve("broker"),
            url.map(URI::getPort).orElse(0));
    url = Optional.of(broker.url());
    return broker;
  }

  /// Where the broker keeps its streams.
  Path store() {
    return temp.resolve("broker/store");
  }

  /// Prepares a node.
  Agent prepare(String name) throws Exception {
    Path config = temp.resolve(name + ".yaml");
    Files.writeString(
        config,
        """
        node: %s
        heartbeat: 200ms
        commands:
          ask.test: { from: ["*"] }
        """
            .formatted(name));
    return Agent.prepare(config, Map.of());
  }

  /// Starts a node.
  Agent start(String name) throws Exception {
    Agent agent = prepare(name);
    agent.start(url);
    return agent;
  }

  /// Somebody at a console, as soon as there is a fleet.
  NatsBus visit() {
    return await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> NatsBus.connect(url.stream().toList(), "operator", Addresses.DEFAULT_PREFIX),
            bus -> true);
  }
}
