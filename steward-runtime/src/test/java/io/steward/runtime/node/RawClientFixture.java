package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.steward.api.Reply;
import io.steward.runtime.broker.BrokerBinary;
import io.steward.runtime.broker.EmbeddedBroker;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.bus.StreamLayout;
import io.steward.runtime.engine.EngineContext;
import io.steward.runtime.engine.EngineTime;
import io.steward.runtime.engine.Timers;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.process.CommandSpec;
import io.steward.runtime.process.Workload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A node on a real broker, and a raw client with the broker's credentials that writes into
/// messages whatever it likes.
@SuppressWarnings("NullAway.Init") // set before each test
abstract class RawClientFixture {

  static final Duration TIMEOUT = Duration.ofMinutes(1);
  static final String LIVE = "ship.command.act.one";
  static final String STORED = "steward.command.00.ship.act.one";

  @TempDir private Path temp = Path.of("");

  final List<String> done = new CopyOnWriteArrayList<>();
  EmbeddedBroker broker;
  NatsBus bus;
  Timers timers;
  Ledger ledger;
  Connection client;

  /// The fleet's streams.
  StreamLayout layout() {
    return StreamLayout.SMALL;
  }

  @BeforeEach
  void connect() throws Exception {
    broker =
        EmbeddedBroker.start(
            BrokerBinary.find(Optional.empty(), System.getenv(), note -> {}),
            temp.resolve("broker"),
            0);
    bus = NatsBus.open(List.of(broker.url()), "ship", layout());
    assertThat(bus.addresses().shards()).isEqualTo(layout().shards()); // the streams exist
    timers = Timers.system();
    ledger = Ledger.open(temp.resolve("ship"), TestNode.CLOCK);
    client = Nats.connect(broker.url().toString());
  }

  @AfterEach
  void disconnect() throws InterruptedException {
    client.close();
    ledger.close();
    timers.close();
    bus.close();
    broker.close();
  }

  /// What happens while a node runs.
  @FunctionalInterface
  interface Scenario {
    void run() throws Exception;
  }

  /// Runs the node, with one command that anybody may send, and asserts that it still runs at the
  /// end.
  void withNode(Scenario scenario) throws Exception {
    withNode(List.of(noting(TestBinding.DEFAULTS, "one")), scenario);
  }

  /// Runs the node, with one command.
  ///
  /// @param sender who may send it
  void withNodeFor(String sender, Scenario scenario) throws Exception {
    withNode(List.of(noting(TestBinding.DEFAULTS.acceptingFrom(sender), "one")), scenario);
  }

  /// Runs the node, with some commands.
  void withNode(List<CommandSpec<?>> commands, Scenario scenario) throws Exception {
    try (NodeEngine node =
        NodeEngine.start(
            EngineContext.of(TestNode.NAME, new EngineTime(TestNode.CLOCK, timers)),
            layout(),
            temp.resolve("data"),
            bus,
            ledger,
            new Workload(commands, List.of(), List.of()))) {
      scenario.run();
      assertThat(node.reports()).isNotEmpty();
    }
  }

  /// A command that notes its text in {@link #done}.
  CommandSpec<?> noting(TestBinding binding, String domain) {
    return binding.bind(
        domain,
        (arguments, context) -> {
          done.add(arguments.text());
          return Reply.succeeded();
        });
  }

  static byte[] arguments(String text) {
    return "{\"text\":\"%s\"}".formatted(text).getBytes(StandardCharsets.UTF_8);
  }

  void awaitDone(String text) {
    await().atMost(TIMEOUT).until(() -> done.contains(text));
  }

  /// Waits until all answers are published.
  void awaitPublished() {
    await().atMost(TIMEOUT).until(() -> ledger.outbox().size() == 0);
  }

  /// Sends live until the node, which may still be subscribing, has run it.
  void awaitServing() {
    await()
        .atMost(TIMEOUT)
        .until(() -> {
          client.publish(LIVE, arguments("serving"));
          return done.contains("serving");
        });
  }
}
