package io.steward.distribution.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.steward.api.NodeName;
import io.steward.distribution.Ended;
import io.steward.distribution.Installation;
import io.steward.distribution.Running;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.fleet.Presence;
import io.steward.runtime.fleet.Unit;
import io.steward.runtime.fleet.Units;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A station with a user of the broker's system account, as `config/README.md` shows it, and units
/// whose heartbeats are too slow to be missed here.
class DisconnectIT {

  /// What the broker says of a killed client: it depends on what was under way.
  private static final String KILLED = "(Client Closed|Read Error|Write Error)";

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /// Far less than three heartbeats, which take 45 seconds.
  private static final Duration SECONDS = Duration.ofSeconds(15);

  @TempDir private Path folder = Path.of("");

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private GuardedBroker broker(UnaryOperator<String> change) throws Exception {
    GuardedBroker broker = GuardedBroker.start(folder, change);
    open.add(broker);
    return broker;
  }

  private Running start(String name, String broker) throws Exception {
    Path config =
        Files.writeString(
            folder.resolve(name + ".yaml"),
            """
            node: %s
            broker: %s
            heartbeat: 15s
            plugins: { folder: "%s" }
            commands:
              shellcommand.operatingsystem: { from: ["*"] }
            """
                .formatted(name, broker, Installation.HOME.resolve("plugins")));
    Running node = installation().with("STEWARD_LOG", "info").start("node", config.toString());
    open.add(node);
    node.awaitPrinted("node " + name + " is up");
    return node;
  }

  private void startStation(GuardedBroker broker) throws Exception {
    start("central", watching(broker, WATCH))
        .awaitPrinted("receiving disconnect events from the broker as the user watch");
  }

  private Installation installation() {
    return GuardedBroker.installation(folder);
  }

  private static String servers(String url) {
    return "{ servers: [\"" + url + "\"] }";
  }

  private static String watching(GuardedBroker broker, String system) {
    return "{ servers: [\"" + broker.fleetUrl() + "\"], system: " + system + " }";
  }

  private static final String WATCH = "{ user: watch, password: \"${WATCH_PASSWORD}\" }";

  private Ended steward(GuardedBroker broker, String... arguments) {
    return installation().with("STEWARD_BROKER", broker.fleetUrl()).run(arguments);
  }

  private NatsBus visit(GuardedBroker broker) throws Exception {
    NatsBus bus = NatsBus.connect(List.of(URI.create(broker.fleetUrl())), "operator", "steward");
    open.add(bus);
    return bus;
  }

  private static Unit unit(NatsBus bus, String name) throws Exception {
    return new Units(bus, InstantSource.system())
        .find(new NodeName(name))
        .orElseGet(() -> Unit.unseen(name));
  }

  private static void awaitOnline(NatsBus bus, String name) {
    await().atMost(PATIENCE).until(() -> unit(bus, name).presence() == Presence.ONLINE);
  }

  @Test
  void aKilledUnitIsSilentWithinSecondsAndOnlineWhenItIsBack() throws Exception {
    GuardedBroker broker = broker(text -> text);
    startStation(broker);
    Running ship = start("ship", servers(broker.fleetUrl()));
    NatsBus bus = visit(broker);
    awaitOnline(bus, "ship");
    Running events =
        installation().with("STEWARD_BROKER", broker.fleetUrl()).start("events", "--follow");
    open.add(events);
    assertThat(steward(broker, "run", "ship", "--", "true").exit()).isZero();
    events.awaitPrinted("succeeded"); // the subscription works

    ship.kill();
    await().atMost(SECONDS).until(() -> unit(bus, "ship").presence() == Presence.SILENT);
    assertThat(unit(bus, "ship").why()).matches("its connection to the broker ended: " + KILLED);
    events.awaitPrinted("ship .*silent.*" + KILLED);
    assertThat(steward(broker, "units", "--where", "state=silent").out()).contains("ship");
    assertThat(steward(broker, "unit", "ship").out()).containsPattern("ended: " + KILLED);

    start("ship", servers(broker.fleetUrl()));
    await().atMost(SECONDS).until(() -> unit(bus, "ship").presence() == Presence.ONLINE);
    events.awaitPrinted("(?s)ship .*silent.*ship .*online");
  }

  @Test
  void aUnitThatSaysGoodbyeIsStopped() throws Exception {
    GuardedBroker broker = broker(text -> text);
    startStation(broker);
    Running ship = start("ship", servers(broker.fleetUrl()));
    Running other = start("other", servers(broker.fleetUrl()));
    NatsBus bus = visit(broker);
    awaitOnline(bus, "ship");
    awaitOnline(bus, "other");
    ship.stop();
    other.kill();
    await().atMost(SECONDS).until(() -> unit(bus, "other").presence() == Presence.SILENT);
    assertThat(unit(bus, "ship").presence()).isEqualTo(Presence.STOPPED);
  }

  @Test
  void aLinkThatIsCutForAMomentEndsOnline() throws Exception {
    GuardedBroker broker = broker(text -> text);
    try (Proxy proxy = Proxy.to(broker.address())) {
      startStation(broker);
      start("ship", servers(broker.fleetUrlThrough(proxy)));
      NatsBus bus = visit(broker);
      awaitOnline(bus, "ship");
      for (int i = 0; i < 3; i++) {
        String before = unit(bus, "ship").text("link");
        proxy.reset();
        await().atMost(SECONDS).until(() -> !unit(bus, "ship").text("link").equals(before));
        assertThat(unit(bus, "ship").presence()).isEqualTo(Presence.ONLINE);
      }
    }
  }

  @Test
  void whoMerelyHasTheNameOfAUnitDoesNotCutItOff() throws Exception {
    GuardedBroker broker = broker(text -> text);
    startStation(broker);
    start("ship", servers(broker.fleetUrl()));
    Running other = start("other", servers(broker.fleetUrl()));
    NatsBus bus = visit(broker);
    awaitOnline(bus, "ship");
    awaitOnline(bus, "other");
    Connection namesake =
        Nats.connect(Options.builder().server(broker.fleetUrl()).connectionName("ship").build());
    assertThat(namesake.getStatus()).isEqualTo(Connection.Status.CONNECTED);
    namesake.close();
    other.kill(); // the broker reports it after the namesake
    await().atMost(SECONDS).until(() -> unit(bus, "other").presence() == Presence.SILENT);
    assertThat(unit(bus, "ship").presence()).isEqualTo(Presence.ONLINE);
    assertThat(
            bus.lastMessage(
                bus.addresses().linksStream(), bus.addresses().linkSubject(new NodeName("ship"))))
        .isEmpty();
  }

  private void isHinderedAndWorks(GuardedBroker broker, String system, String why)
      throws Exception {
    Running central = start("central", watching(broker, system));
    String problem =
        "broker.system: cannot receive disconnect events from the broker as the user \\w+: " + why;
    central.awaitPrinted("central: " + problem);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(steward(broker, "unit", "central").out()).containsPattern(problem));
    assertThat(steward(broker, "run", "central", "--", "true").exit()).isZero();
    assertThat(central.printed().split("cannot receive disconnect events", -1)).hasSize(2);
  }

  @Test
  void aUserWhoIsNotLetInIsAProblemOfTheNodeAndNothingElseSuffers() throws Exception {
    isHinderedAndWorks(
        broker(text -> text),
        "{ user: watch, password: wrong }",
        "it refuses the login of this user");
  }

  @Test
  void aUserWhoIsLetInLaterHearsFromThenOnAlsoAfterTheBrokersNextRestart() throws Exception {
    GuardedBroker broker = broker(text -> text.replace("$WATCH_PASSWORD", "another"));
    Running central = start("central", watching(broker, WATCH));
    central.awaitPrinted("it refuses the login of this user");
    GuardedBroker second = broker.again(folder, text -> text);
    open.add(second);
    central.awaitPrinted("receiving disconnect events from the broker as the user watch");
    Running ship = start("ship", servers(broker.fleetUrl()));
    NatsBus bus = visit(broker);
    await().atMost(PATIENCE).until(() -> unit(bus, "central").maps("problems").isEmpty());

    String ships = unit(bus, "ship").text("link");
    String centrals = unit(bus, "central").text("link");
    open.add(second.again(folder, text -> text));
    Connection watch = Nats.connect(broker.watchUrl());
    await().atMost(PATIENCE).until(() -> isHeardBy(watch, "central-system"));
    watch.close();
    await()
        .atMost(PATIENCE)
        .ignoreExceptions() // until this test's own connection is back, too
        .until(() ->
            !unit(bus, "ship").text("link").equals(ships)
                && !unit(bus, "central").text("link").equals(centrals));
    ship.kill();
    await().atMost(SECONDS).until(() -> unit(bus, "ship").presence() == Presence.SILENT);
    assertThat(central.printed().split("cannot receive disconnect events", -1)).hasSize(2);
  }

  /// Whether a client subscribes to disconnects at the broker.
  private static boolean isHeardBy(Connection watch, String name) throws InterruptedException {
    Message answer =
        watch.request(
            "$SYS.REQ.SERVER.PING.CONNZ",
            "{\"subscriptions\":true}".getBytes(StandardCharsets.UTF_8),
            Duration.ofSeconds(2));
    return answer != null
        && new String(answer.getData(), StandardCharsets.UTF_8)
            .matches("(?s).*" + name + ".*ACCOUNT.*DISCONNECT.*");
  }

  @Test
  void aUserOfAnotherAccountIsAProblemOfTheNode() throws Exception {
    isHinderedAndWorks(
        broker(text -> text),
        "{ user: fleet, password: \"${FLEET_PASSWORD}\" }",
        "the user does not belong to its system account");
  }

  @Test
  void aUserWhoMayNotListenIsAProblemOfTheNode() throws Exception {
    isHinderedAndWorks(
        broker(text -> text.replace("ACCOUNT.*.DISCONNECT", "ACCOUNT.*.CONNECT")),
        WATCH,
        "it says: .*DISCONNECT.*");
  }

  @Test
  void aFleetInTheGlobalAccountIsToldOfOrSaysWhyNot() throws Exception {
    GuardedBroker broker =
        broker(text ->
            text.replaceFirst("(?s)  FLEET .*?\n  }\n", "")
                + "authorization { users: [ { user: fleet, password: $FLEET_PASSWORD } ] }\n");
    if (broker.isOlderThan(2, 12)) {
      isHinderedAndWorks(broker, WATCH, "nats-server .* reports no disconnects in .*");
      return;
    }
    startStation(broker);
    Running ship = start("ship", servers(broker.fleetUrl()));
    NatsBus bus = visit(broker);
    awaitOnline(bus, "ship");
    ship.kill();
    await().atMost(SECONDS).until(() -> unit(bus, "ship").presence() == Presence.SILENT);
  }
}
