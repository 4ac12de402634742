package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import io.steward.api.Reply;
import io.steward.runtime.broker.BrokerBinary;
import io.steward.runtime.broker.EmbeddedBroker;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.bus.StreamLayout;
import io.steward.runtime.engine.EngineContext;
import io.steward.runtime.engine.EngineTime;
import io.steward.runtime.engine.Timers;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.process.Workload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client with the broker's credentials writes into messages hurts neither the node nor the
/// fleet.
@SuppressWarnings("NullAway.Init") // set before each test
class HostileMessagesIT {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final String LIVE = "ship.command.act.one";
  private static final String STORED = "steward.command.00.ship.act.one";

  @TempDir private Path temp = Path.of("");

  private final List<String> done = new CopyOnWriteArrayList<>();
  private EmbeddedBroker broker;
  private NatsBus bus;
  private Timers timers;
  private Ledger ledger;
  private Connection client;

  @BeforeEach
  void connect() throws Exception {
    broker =
        EmbeddedBroker.start(
            BrokerBinary.find(Optional.empty(), System.getenv(), note -> {}),
            temp.resolve("broker"),
            0);
    bus = NatsBus.open(List.of(broker.url()), "ship", StreamLayout.SMALL);
    assertThat(bus.addresses().shards()).isEqualTo(1); // the streams exist
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

  private NodeEngine start(String sender) throws IOException {
    TestBinding binding =
        sender.isEmpty() ? TestBinding.DEFAULTS : TestBinding.DEFAULTS.acceptingFrom(sender);
    return NodeEngine.start(
        EngineContext.of(TestNode.NAME, new EngineTime(TestNode.CLOCK, timers)),
        StreamLayout.SMALL,
        temp.resolve("data"),
        bus,
        ledger,
        new Workload(
            List.of(
                binding.bind(
                    "one",
                    (arguments, context) -> {
                      done.add(arguments.text());
                      return Reply.succeeded();
                    })),
            List.of(),
            List.of()));
  }

  private static byte[] arguments(String text) {
    return "{\"text\":\"%s\"}".formatted(text).getBytes(StandardCharsets.UTF_8);
  }

  private void awaitDone(String text) {
    await().atMost(TIMEOUT).until(() -> done.contains(text));
  }

  /// Sends live until the node, which may still be subscribing, has run it.
  private void awaitServing() {
    await()
        .atMost(TIMEOUT)
        .until(() -> {
          client.publish(LIVE, arguments("serving"));
          return done.contains("serving");
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "other.command.act.one",
        "steward.command.00.other.act.one",
        "$JS.API.STREAM.PURGE.STEWARD_COMMANDS_00",
        "_INBOX",
        "_INBOXES.of.others"
      })
  void aReplyToThatIsNoInboxIsIgnored(String replyTo) throws Exception {
    try (NodeEngine ship = start("")) {
      awaitServing();
      client.jetStream().publish(STORED, arguments("stored"));
      List<String> published = new CopyOnWriteArrayList<>();
      client
          .createDispatcher(message -> published.add(message.getSubject()))
          .subscribe("other.>")
          .subscribe("_INBOXES.>");
      client.publish(LIVE, replyTo, arguments("asked"));
      client.publish(LIVE, arguments("after it"));
      awaitDone("stored");
      awaitDone("asked");
      awaitDone("after it");
      await().atMost(TIMEOUT).until(() -> ledger.outbox().size() == 0); // all is published
      client.flush(TIMEOUT);
      assertThat(published).isEmpty();
      var state =
          client.jetStreamManagement().getStreamInfo("STEWARD_COMMANDS_00").getStreamState();
      assertThat(state.getMsgCount()).isEqualTo(1);
      assertThat(ship.reports()).isNotEmpty();
    }
  }

  private static List<Message> received(Subscription inbox) throws InterruptedException {
    List<Message> all = new ArrayList<>();
    for (Message next = inbox.nextMessage(TIMEOUT);
        next != null;
        next = inbox.nextMessage(Duration.ofMillis(1))) {
      all.add(next);
    }
    return all;
  }

  @Test
  void aCopyIsNeitherACommandNorAnEvent() throws Exception {
    try (NodeEngine ship = start("")) {
      awaitServing();
      Subscription inbox = client.subscribe("_INBOX.operator.1");
      client.publish(LIVE, "_INBOX.operator.1", arguments("asked"));
      awaitDone("asked");
      await().atMost(TIMEOUT).until(() -> inbox.getPendingMessageCount() == 3);
      assertThat(received(inbox))
          .allSatisfy(copy -> {
            assertThat(copy.getHeaders().containsKey("Steward-State")).isTrue();
            assertThat(copy.getHeaders().containsKey("Nats-Msg-Id")).isFalse();
            assertThat(copy.getHeaders().containsKey("Steward-From")).isFalse();
          });
      assertThat(ship.reports()).isNotEmpty();
    }
  }

  @Test
  void aRequestThatIsRejectedIsNotAnswered() throws Exception {
    try (NodeEngine ship = start("central")) {
      Subscription inbox = client.subscribe("_INBOX.stranger.1");
      Headers central = new Headers().add("Steward-From", "central");
      await()
          .atMost(TIMEOUT)
          .until(() -> {
            client.publish(LIVE, central, arguments("serving"));
            return done.contains("serving");
          });
      client.publish(LIVE, "_INBOX.stranger.1", arguments("refused"));
      client.publish("ship.command.act.unbound", "_INBOX.stranger.1", arguments("refused"));
      Headers expired = new Headers(central).add("Steward-Expires", "2020-01-01T00:00:00Z");
      client.publish(LIVE, "_INBOX.stranger.1", expired, arguments("refused"));
      client.publish(LIVE, central, arguments("after them"));
      awaitDone("after them");
      await().atMost(TIMEOUT).until(() -> ledger.outbox().size() == 0); // all is published
      client.flush(TIMEOUT);
      assertThat(inbox.getPendingMessageCount()).isZero();
      assertThat(done).doesNotContain("refused");
      assertThat(ship.reports()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "steward.command.00.ship.a~b.c",
        "steward.command.00.ship.-.c",
        "steward.command.00.ship.act.more.tokens"
      })
  void aStoredMessageOnAnInvalidSubjectIsSteppedOver(String subject) throws Exception {
    client.publish(subject, arguments("invalid")); // the stream may not take every one of them
    client.jetStream().publish(STORED, arguments("before the start"));
    try (NodeEngine ship = start("")) {
      awaitDone("before the start");
      client.publish(subject, arguments("invalid"));
      client.jetStream().publish(STORED, arguments("while it runs"));
      awaitDone("while it runs");
      assertThat(ship.reports()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Nats-Time-Stamp",
        "Nats-Sequence",
        "Nats-Last-Sequence",
        "Nats-Stream",
        "Nats-Subject",
        "Steward-Expires",
        "Steward-Timeout",
        "Steward-From",
        "Steward-Version",
        "Steward-Body",
        "traceparent"
      })
  void noHeaderOfAStoredMessageKeepsLaterOnesFromRunning(String header) throws Exception {
    Headers hostile = new Headers().add(header, "x");
    client.jetStream().publish(STORED, hostile, arguments("hostile"));
    client.jetStream().publish(STORED, arguments("before the start"));
    try (NodeEngine ship = start("")) {
      awaitDone("before the start");
      client.jetStream().publish(STORED, hostile, arguments("hostile"));
      client.jetStream().publish(STORED, arguments("while it runs"));
      awaitDone("while it runs");
      assertThat(ship.reports()).isNotEmpty();
    }
    try (NodeEngine again = start("")) { // its cursor rests on what was stored
      client.jetStream().publish(STORED, arguments("after a restart"));
      awaitDone("after a restart");
      assertThat(again.reports()).isNotEmpty();
    }
  }
}
