package io.steward.runtime.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.NodeName;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.LoopbackBus;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.databind.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The presence of a unit, by its latest state and the time of that.
class PresenceTest {

  private static final NodeName SHIP = new NodeName("ship1");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final LoopbackBus bus = new LoopbackBus(now::get);
  private final Units units = new Units(bus, now::get);

  @AfterEach
  void close() {
    bus.close();
  }

  private void report(Map<String, Object> document) {
    bus.store(
            new OutboundMessage(
                bus.addresses().unitSubject(SHIP), Headers.NONE, Json.write(document)))
        .join();
  }

  private void advance(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  @Test
  void aUnitNeverHeardOfIsUnseen() throws Exception {
    assertThat(units.presence(SHIP)).isEqualTo(Presence.UNSEEN);
    assertThat(units.all()).isEmpty();
  }

  @Test
  void aUnitIsSilentAfterThreeHeartbeatsOfItsOwn() throws Exception {
    report(Map.of("heartbeat", "10s"));
    advance(Duration.ofSeconds(30));
    assertThat(units.presence(SHIP)).isEqualTo(Presence.ONLINE);
    advance(Duration.ofSeconds(1));
    assertThat(units.presence(SHIP)).isEqualTo(Presence.SILENT);
    report(Map.of("heartbeat", "10s"));
    assertThat(units.presence(SHIP)).isEqualTo(Presence.ONLINE);
  }

  @Test
  void aStoppedUnitStaysStoppedHoweverLongAgo() throws Exception {
    report(Map.of("heartbeat", "10s", "stopped", START.toString()));
    advance(Duration.ofDays(3));
    assertThat(units.presence(SHIP)).isEqualTo(Presence.STOPPED);
  }

  @Test
  void aDocumentOfAnotherVersionIsReadAsFarAsPossible() throws Exception {
    report(Map.of("heartbeat", "now and then", "mood", "good"));
    assertThat(units.all())
        .singleElement()
        .satisfies(unit -> {
          assertThat(unit.name()).isEqualTo("ship1");
          assertThat(unit.presence()).isEqualTo(Presence.ONLINE);
          assertThat(unit.text("mood")).isEqualTo("good");
          assertThat(unit.map("labels")).isEmpty();
        });
  }

  @Test
  void anInvalidDocumentIsIgnored() throws Exception {
    bus.store(
            new OutboundMessage(bus.addresses().unitSubject(SHIP), Headers.NONE, new byte[] {'?'}))
        .join();
    assertThat(units.all()).isEmpty();
    assertThat(units.presence(SHIP)).isEqualTo(Presence.UNSEEN);
  }
}
