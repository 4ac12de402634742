package io.steward.runtime.node;

import static org.awaitility.Awaitility.await;

import io.steward.api.Subject;
import io.steward.runtime.access.BrokerAddress;
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

  /// The method on the first node.
  static final Subject CENTRAL = Subject.parse("central.command.ask.test");

  /// The method on the second node.
  static final Subject SHIP = Subject.parse("ship.command.ask.test");

  /// The timeout for anything expected to happen soon.
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /// The folder for all files.
  @TempDir Path temp = Path.of("");

  /// The broker's address, once it was started.
  Optional<URI> url = Optional.empty();

  @BeforeEach
  void packPlugin() throws IOException {
    AskPlugin.pack(temp, Files.createDirectory(temp.resolve("plugins")).resolve("ask.jar"));
  }

  /// Starts the broker, a second time at the same address, which the nodes know.
  EmbeddedBroker broker() throws IOException, InterruptedException {
    EmbeddedBroker broker =
        EmbeddedBroker.start(
            BrokerBinary.find(Optional.empty(), System.getenv(), note -> {}),
            temp.resolve("broker"),
            url.map(URI::getPort).orElse(0));
    url = Optional.of(broker.url());
    return broker;
  }

  /// The folder where the broker keeps its streams.
  Path store() {
    return temp.resolve("broker/store");
  }

  /// Prepares a node.
  Node prepare(String name) throws Exception {
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
    return Node.prepare(config, Map.of());
  }

  /// The address of the broker, once it has been started.
  Optional<BrokerAddress> address() {
    return url.map(URI::toString).map(BrokerAddress::parse);
  }

  /// Starts a node.
  Node start(String name) throws Exception {
    Node node = prepare(name);
    node.start(address());
    return node;
  }

  /// Connects as an operator, as soon as the fleet's streams exist.
  NatsBus visit() {
    return await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> NatsBus.connect(url.stream().toList(), "operator", Addresses.DEFAULT_PREFIX),
            bus -> true);
  }
}
