package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.steward.runtime.broker.EmbeddedBroker;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.fleet.LiveUnits;
import io.steward.runtime.fleet.Presence;
import io.steward.runtime.fleet.Units;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/// A fleet whose streams were created before the bucket of disconnect notices existed.
class OlderFleetIT extends AskFleet {

  private static final InstantSource CLOCK = InstantSource.system();

  @Test
  void isReadableWithoutTheBucketWhichTheNextNodeCreates() throws Exception {
    try (EmbeddedBroker broker = broker();
        Node central = start("central");
        NatsBus bus = visit()) {
      Units units = new Units(bus, CLOCK);
      await().atMost(PATIENCE).until(() -> units.presence(central.name()) == Presence.ONLINE);
      String stream = bus.addresses().linksStream();
      assertThat(bus.streamExists(stream)).isTrue();
      Connection older = Nats.connect(broker.url().toString());
      assertThat(older.jetStreamManagement().deleteStream(stream)).isTrue();
      older.close();

      assertThat(bus.streamExists(stream)).isFalse();
      assertThat(units.presence(central.name())).isEqualTo(Presence.ONLINE);
      assertThat(units.all()).hasSize(1);
      try (LiveUnits live = LiveUnits.follow(bus, CLOCK)) {
        assertThat(live.at(CLOCK.instant())).hasSize(1);
      }

      try (Node ship = start("ship")) {
        await().atMost(PATIENCE).until(() -> units.presence(ship.name()) == Presence.ONLINE);
        assertThat(bus.streamExists(stream)).isTrue();
      }
    }
  }
}
