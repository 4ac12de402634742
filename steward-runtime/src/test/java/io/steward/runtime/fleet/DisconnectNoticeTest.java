package io.steward.runtime.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.api.NodeName;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.LoopbackBus;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.databind.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The effect of a disconnect notice on the presence of a unit.
class DisconnectNoticeTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final NodeName SHIP = new NodeName("ship1");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final LoopbackBus bus = new LoopbackBus(now::get);
  private final Units units = new Units(bus, now::get);

  @AfterEach
  void close() {
    bus.close();
  }

  private void reportOver(String link) {
    reportOver(link, Map.of());
  }

  private void reportOver(String link, Map<String, Object> extra) {
    Map<String, Object> document = new HashMap<>(Map.of("heartbeat", "15s", "link", link));
    document.putAll(extra);
    bus.store(
            new OutboundMessage(
                bus.addresses().unitSubject(SHIP), Headers.NONE, Json.write(document)))
        .join();
  }

  private void disconnect(String link) {
    DisconnectNotice notice =
        new DisconnectNotice(SHIP, link, now.get(), "Client Closed", "broker");
    bus.store(
            new OutboundMessage(
                bus.addresses().linkSubject(SHIP), Headers.NONE, Json.write(notice.document())))
        .join();
  }

  private void advance(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  private Unit ship() throws Exception {
    Unit found = units.find(SHIP).orElseThrow();
    assertThat(units.all()).containsExactly(found);
    return found;
  }

  @Test
  void aDisconnectedUnitIsSilentSinceTheDisconnectAndSaysWhy() throws Exception {
    reportOver("A 1");
    advance(Duration.ofSeconds(2));
    disconnect("A 1");
    advance(Duration.ofSeconds(1));
    assertThat(ship().presence()).isEqualTo(Presence.SILENT);
    assertThat(ship().since()).isEqualTo(START.plusSeconds(2));
    assertThat(ship().why()).isEqualTo("its connection to the broker ended: Client Closed");
    advance(Duration.ofDays(1));
    assertThat(ship().since()).isEqualTo(START.plusSeconds(2));
  }

  @Test
  void aUnitThatReportsOverANewConnectionIsOnline() throws Exception {
    reportOver("A 1");
    disconnect("A 1");
    reportOver("A 2");
    assertThat(ship().presence()).isEqualTo(Presence.ONLINE);
  }

  @Test
  void aLateNoticeAboutAReplacedConnectionIsIgnored() throws Exception {
    reportOver("A 1");
    reportOver("A 2");
    disconnect("A 1");
    assertThat(ship().presence()).isEqualTo(Presence.ONLINE);
  }

  @Test
  void theSameNumberOnAnotherServerIsAnotherConnection() throws Exception {
    reportOver("B 1");
    disconnect("A 1");
    assertThat(ship().presence()).isEqualTo(Presence.ONLINE);
  }

  @Test
  void aStoppedUnitStaysStopped() throws Exception {
    reportOver("A 1", Map.of("stopped", START.toString()));
    disconnect("A 1");
    assertThat(ship().presence()).isEqualTo(Presence.STOPPED);
  }

  @Test
  void aUnitThatDoesNotReportItsConnectionIsJudgedByItsHeartbeats() throws Exception {
    bus.store(
            new OutboundMessage(
                bus.addresses().unitSubject(SHIP),
                Headers.NONE,
                Json.write(Map.of("heartbeat", "15s"))))
        .join();
    disconnect("A 1");
    assertThat(ship().presence()).isEqualTo(Presence.ONLINE);
    advance(Duration.ofSeconds(46));
    assertThat(ship().why()).isEqualTo("last heard at " + START);
  }

  @Test
  void liveUnitsSeeADisconnectAsItHappens() throws Exception {
    reportOver("A 1");
    Map<String, Presence> known = new HashMap<>();
    try (LiveUnits live = LiveUnits.follow(bus, now::get)) {
      assertThat(live.changesSince(known, START)).hasSize(1);
      disconnect("A 1");
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(live.at(START))
                  .extracting(Unit::presence)
                  .containsExactly(Presence.SILENT));
      assertThat(live.changesSince(known, START)).hasSize(1);
      assertThat(live.changesSince(known, START)).isEmpty();
      reportOver("A 2");
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(live.at(START))
                  .extracting(Unit::presence)
                  .containsExactly(Presence.ONLINE));
    }
  }

  @Test
  void liveUnitsSeeEarlierDisconnects() throws Exception {
    reportOver("A 1");
    disconnect("A 1");
    try (LiveUnits live = LiveUnits.follow(bus, now::get)) {
      assertThat(live.at(START)).extracting(Unit::presence).containsExactly(Presence.SILENT);
    }
  }

  @Test
  void aServerEventIsParsed() {
    assertThat(parse("ship1"))
        .contains(
            new DisconnectNotice(
                SHIP,
                "NAJWF 12",
                Instant.parse("2026-01-01T00:00:07.5Z"),
                "Stale Connection",
                "broker-1"));
  }

  @Test
  void aConnectionWithoutAValidNodeNameIsIgnored() {
    assertThat(parse("NATS CLI Version 0.1")).isEmpty();
    assertThat(parse("")).isEmpty();
    assertThat(DisconnectNotice.fromEvent(event("not JSON"))).isEmpty();
    assertThat(DisconnectNotice.fromEvent(event("[]"))).isEmpty();
  }

  private static Optional<DisconnectNotice> parse(String client) {
    return DisconnectNotice.fromEvent(
        event(
            """
            {"type":"io.nats.server.advisory.v1.client_disconnect","id":"4HG6",
             "timestamp":"2026-01-01T00:00:07.5Z",
             "server":{"name":"broker-1","id":"NAJWF","ver":"2.9.10"},
             "client":{"id":12,"acc":"FLEET","user":"fleet","name":"%s"},
             "reason":"Stale Connection"}
            """
                .formatted(client)));
  }

  private static InboundMessage event(String body) {
    return new InboundMessage(
        "$SYS.ACCOUNT.FLEET.DISCONNECT",
        Headers.NONE,
        body.getBytes(StandardCharsets.UTF_8),
        0,
        Optional.empty(),
        Optional.empty());
  }
}
