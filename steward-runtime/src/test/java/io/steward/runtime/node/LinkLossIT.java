package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.steward.api.Reply;
import io.steward.runtime.broker.ReconfigurableBroker;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.bus.SelfSignedCertificate;
import io.steward.runtime.bus.StreamLayout;
import io.steward.runtime.engine.EngineContext;
import io.steward.runtime.engine.EngineTime;
import io.steward.runtime.engine.Timers;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.process.Workload;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The ways to lose the link to a broker, each followed by its return: the node serves within a
/// minute, and what was sent to it meanwhile is done once.
@SuppressWarnings("NullAway.Init") // set before each test
class LinkLossIT {

  private static final Duration A_MINUTE = Duration.ofMinutes(1);
  private static final String STORED = "steward.command.00.ship.act.one";
  private static final String JETSTREAM = "jetstream { store_dir: \"STORE\" }\n";
  private static final String OPERATOR = "{ user: operator, password: op }";
  private static final String SHIP = "{ user: ship, password: sail }";

  @TempDir private Path temp = Path.of("");

  private final List<String> done = new CopyOnWriteArrayList<>();
  private final List<String> sent = new ArrayList<>();
  private ReconfigurableBroker broker;
  private NatsBus bus;
  private Timers timers;
  private Ledger ledger;
  private NodeEngine node;

  private static String users(String... users) {
    return "authorization { users: [ %s ] }\n".formatted(String.join(", ", users));
  }

  private static String normal() {
    return JETSTREAM + users(OPERATOR, SHIP);
  }

  @BeforeEach
  void serve() throws Exception {
    broker = ReconfigurableBroker.start(temp.resolve("broker"), normal());
    serve(List.of(broker.url("ship:sail")));
  }

  private void serve(List<URI> servers) throws Exception {
    bus = NatsBus.open(servers, "ship", StreamLayout.SMALL);
    assertThat(bus.addresses().shards()).isEqualTo(1);
    timers = Timers.system();
    Path data = Files.createTempDirectory(temp, "ship");
    ledger = Ledger.open(data, TestNode.CLOCK);
    node =
        NodeEngine.start(
            EngineContext.of(TestNode.NAME, new EngineTime(TestNode.CLOCK, timers)),
            StreamLayout.SMALL,
            data,
            bus,
            ledger,
            new Workload(
                List.of(
                    TestBinding.DEFAULTS.bind(
                        "one",
                        (arguments, context) -> {
                          done.add(arguments.text());
                          return Reply.succeeded();
                        })),
                List.of(),
                List.of()));
    send("before");
    await().atMost(A_MINUTE).until(() -> done.contains("before"));
  }

  /// Starts anew with two servers.
  ///
  /// @param first the address before that of the broker
  private void serveInstead(URI first) throws Exception {
    end();
    done.clear();
    sent.clear();
    broker = ReconfigurableBroker.start(temp.resolve("second"), normal());
    serve(List.of(first, broker.url("ship:sail")));
  }

  @AfterEach
  void end() {
    node.close();
    ledger.close();
    timers.close();
    bus.close();
    broker.close();
  }

  /// Stores a command, as an operator who has his own rights.
  private void send(String text) {
    await().atMost(A_MINUTE).ignoreExceptions().until(() -> isStored(text));
    sent.add(text);
  }

  private boolean isStored(String text) throws Exception {
    Options options =
        new Options.Builder().server(broker.url("operator:op").toString()).noReconnect().build();
    Connection nats = Nats.connect(options);
    try {
      return nats.jetStream()
              .publish(
                  NatsMessage.builder()
                      .subject(STORED)
                      .headers(
                          new Headers()
                              .add(Header.ID, "id-" + text)
                              .add(Header.FROM, "central")
                              .add(Header.DEDUPLICATION, text))
                      .data("{\"text\":\"%s\"}".formatted(text).getBytes(StandardCharsets.UTF_8))
                      .build())
              .getSeqno()
          > 0;
    } finally {
      nats.close();
    }
  }

  private void awaitLinkDown() {
    await().atMost(A_MINUTE).until(() -> !bus.isUp());
  }

  /// It serves live and from the stream, and everything is answered, within a minute.
  private void assertServesAgain() throws Exception {
    send("after");
    await()
        .atMost(A_MINUTE)
        .untilAsserted(() -> assertThat(done).containsExactlyInAnyOrderElementsOf(sent));
    await().atMost(A_MINUTE).until(() -> ledger.outbox().size() == 0);
    assertThat(bus.problems()).isEmpty();
  }

  /// Waits until the library has given up a connection, which it does after two equal refusals, and
  /// the next has been refused, too.
  private static void awaitRefusals(ReconfigurableBroker broker) {
    Path log = broker.folder().resolve("log");
    await()
        .atMost(A_MINUTE)
        .until(() ->
            Files.readAllLines(log).stream()
                    .filter(line -> line.contains("authentication error"))
                    .count()
                >= 3);
  }

  @Test
  void aUserThatIsMissingForAMoment() throws Exception {
    broker.reload(JETSTREAM + users(OPERATOR));
    awaitLinkDown();
    send("during");
    awaitRefusals(broker);
    broker.reload(normal());
    assertServesAgain();
  }

  @Test
  @Tag("long")
  void anotherPasswordForAMoment() throws Exception {
    broker.reload(JETSTREAM + users(OPERATOR, "{ user: ship, password: other }"));
    awaitLinkDown();
    send("during");
    awaitRefusals(broker);
    broker.reload(normal());
    assertServesAgain();
  }

  @Test
  void aSubscriptionThatIsDeniedForAMoment() throws Exception {
    broker.reload(
        JETSTREAM
            + users(
                OPERATOR,
                "{ user: ship, password: sail, permissions: { subscribe: { deny: \"ship.>\" } } }"));
    await().atMost(A_MINUTE).until(() -> !bus.problems().isEmpty());
    assertThat(bus.problems().getFirst())
        .contains("denies the subscription to ship.command.>, since");
    send("during");
    broker.reload(normal());
    await().atMost(A_MINUTE).until(() -> bus.problems().isEmpty());
    assertServesAgain();
  }

  @Test
  void anInboxThatIsDeniedForAMoment() throws Exception {
    broker.reload(
        JETSTREAM
            + users(
                OPERATOR,
                "{ user: ship, password: sail, permissions: { subscribe: { deny: \"_INBOX.>\" } } }"));
    send("during");
    await().atMost(A_MINUTE).until(() -> !bus.problems().isEmpty());
    broker.reload(normal());
    await().atMost(A_MINUTE).until(() -> bus.problems().isEmpty());
    assertServesAgain();
  }

  @Test
  void nothingMayBePublishedForAMoment() throws Exception {
    broker.reload(
        JETSTREAM
            + users(
                OPERATOR,
                "{ user: ship, password: sail, permissions: { publish: { deny: \">\" } } }"));
    send("during");
    broker.reload(normal());
    assertServesAgain();
  }

  @Test
  void anotherAccountForAMoment() throws Exception {
    broker.kill();
    broker.startAgain(
        JETSTREAM
            + "accounts { OTHER { users: [ "
            + SHIP
            + " ] }, FLEET { jetstream: enabled,"
            + " users: [ "
            + OPERATOR
            + " ] } }\n");
    awaitLinkDown();
    broker.kill();
    broker.startAgain(normal());
    assertServesAgain();
  }

  @Test
  void aBrokerThatWantsTlsForAMoment() throws Exception {
    SelfSignedCertificate own = SelfSignedCertificate.make(temp, "ip:127.0.0.1");
    broker.kill();
    broker.startAgain(
        normal()
            + "tls { cert_file: \"%s\", key_file: \"%s\" }\n"
                .formatted(own.certificate(), own.key()));
    awaitLinkDown();
    broker.kill();
    broker.startAgain(normal());
    assertServesAgain();
  }

  @Test
  void aLimitThatNoRequestFitsInForAMoment() throws Exception {
    broker.kill();
    broker.startAgain(normal() + "max_payload: 256\n");
    send("during");
    await().atMost(A_MINUTE).until(bus::isUp);
    broker.kill();
    broker.startAgain(normal());
    assertServesAgain();
  }

  @Test
  void aBrokerInLameDuckMode() throws Exception {
    broker.kill();
    String brief = normal() + "lame_duck_duration: \"30s\"\nlame_duck_grace_period: \"1s\"\n";
    broker.startAgain(brief);
    await().atMost(A_MINUTE).until(bus::isUp);
    broker.signal("USR2");
    broker.awaitEnd();
    broker.startAgain(normal());
    assertServesAgain();
  }

  @Test
  void aBrokerWithoutJetStream() throws Exception {
    broker.kill();
    awaitLinkDown();
    broker.startAgain(users(OPERATOR, SHIP));
    assertThat(bus.isUp()).isFalse();
    broker.kill();
    broker.startAgain(normal());
    assertServesAgain();
  }

  @Test
  void aBrokerWithoutRoom() throws Exception {
    broker.kill();
    awaitLinkDown();
    Path store = broker.folder().resolve("store");
    Files.move(store, broker.folder().resolve("moved"));
    broker.startAgain(
        "jetstream { store_dir: \"STORE\", max_file: 1000, max_mem: 1000 }\n"
            + users(OPERATOR, SHIP));
    broker.kill();
    broker.startAgain(normal());
    assertServesAgain();
  }

  @Test
  void aBrokerThatIsKilledAndComesBackAfterAWhile() throws Exception {
    send("during");
    broker.kill();
    awaitLinkDown();
    broker.startAgain(normal());
    assertServesAgain();
  }

  @Test
  void aBrokerThatDoesNotAnswer() throws Exception {
    broker.signal("STOP");
    bus.reconnect("this test knows that it does not answer");
    awaitLinkDown();
    broker.signal("CONT");
    assertServesAgain();
  }

  @Test
  @Tag("long")
  void aServerThatRefusesWhileTheOtherRestarts() throws Exception {
    try (ReconfigurableBroker other =
        ReconfigurableBroker.start(temp.resolve("other"), users(OPERATOR))) {
      serveInstead(other.url("ship:sail"));
      broker.kill();
      awaitLinkDown();
      awaitRefusals(other);
      broker.startAgain(normal());
      assertServesAgain();
    }
  }

  @Test
  void aNameThatCannotBeResolvedForOneServer() throws Exception {
    serveInstead(URI.create("nats://ship:sail@missing.invalid:4222"));
    broker.kill();
    awaitLinkDown();
    broker.startAgain(normal());
    assertServesAgain();
  }

  @Test
  void tellsItsListenersAndChangesItsSessionWithEachConnection() throws Exception {
    List<Bus.LinkEvent> events = new CopyOnWriteArrayList<>();
    bus.onLinkEvent(events::add);
    String session = bus.session();
    bus.reconnect("this test wants it");
    await()
        .atMost(A_MINUTE)
        .until(
            () -> events.equals(List.of(Bus.LinkEvent.UP, Bus.LinkEvent.DOWN, Bus.LinkEvent.UP)));
    assertThat(bus.session()).isNotEqualTo(session);
    assertServesAgain();
  }
}
