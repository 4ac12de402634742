package io.steward.runtime.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StreamConfiguration;
import io.steward.api.ObjectRefusedException;
import io.steward.runtime.broker.AuthenticatingBroker;
import io.steward.runtime.broker.BrokerBinary;
import io.steward.runtime.broker.EmbeddedBroker;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.bus.StreamLayout;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Objects at a real broker, whose bucket may be full or missing.
class NatsObjectsIT extends ObjectsContract {

  private static final AtomicInteger FLEETS = new AtomicInteger();
  private static final long SIZE = 16 << 20;

  @TempDir private static Path data = Path.of("");
  private static List<EmbeddedBroker> brokers = List.of();

  private final String prefix = "objects" + FLEETS.incrementAndGet();
  private List<NatsBus> open = List.of();

  @BeforeAll
  static void startBroker() throws IOException, InterruptedException {
    BrokerBinary binary = BrokerBinary.find(Optional.empty(), System.getenv(), note -> {});
    brokers = List.of(EmbeddedBroker.start(binary, data, 0));
  }

  @AfterAll
  static void stopBroker() {
    brokers.forEach(EmbeddedBroker::close);
  }

  @BeforeEach
  void connect() throws InterruptedException {
    StreamLayout.Objects small = new StreamLayout.Objects(SIZE, Duration.ofHours(2));
    StreamLayout layout = new StreamLayout(prefix, 1, 1, Duration.ofDays(1), small);
    open = List.of(NatsBus.open(List.of(brokers.getFirst().url()), "tester", layout));
    bus().addresses();
    await().until(bus()::isUp);
  }

  @AfterEach
  void disconnect() {
    open.forEach(NatsBus::close);
  }

  @Override
  Bus bus() {
    return open.getFirst();
  }

  /// Sends the broker a request about streams.
  private <T> T manage(StreamRequest<T> request) throws Exception {
    Connection connection = Nats.connect(brokers.getFirst().url().toString());
    try {
      return request.run(connection.jetStreamManagement());
    } finally {
      connection.close();
    }
  }

  /// A request about streams.
  @FunctionalInterface
  private interface StreamRequest<T> {
    T run(JetStreamManagement streams) throws Exception;
  }

  @Test
  void limitsTheBucketBySizeAndAge() throws Exception {
    String stream = bus().addresses().objectsStream();
    StreamConfiguration bucket =
        manage(streams -> streams.getStreamInfo(stream).getConfiguration());
    assertThat(bucket.getMaxBytes()).isEqualTo(SIZE);
    assertThat(bucket.getMaxAge()).isEqualTo(Duration.ofHours(2));
    assertThat(bucket.getDiscardPolicy()).isEqualTo(DiscardPolicy.New);
    assertThat(bucket.getAllowDirect()).isTrue();
  }

  @Test
  void reportsAFullBucketAndAcceptsMoreAfterADelete() throws Exception {
    byte[] bytes = random((int) SIZE / 2);
    put("test.one", bytes);
    assertThatThrownBy(() -> put("test.two", bytes))
        .isInstanceOf(ObjectRefusedException.class)
        .hasMessageStartingWith("the broker's bucket " + prefix + "-objects is full");
    objects().delete("test.one");
    assertThat(put("test.two", bytes).size()).isEqualTo(bytes.length);
  }

  @Test
  void reportsAMissingBucket() throws Exception {
    String stream = bus().addresses().objectsStream();
    boolean deleted = manage(streams -> streams.deleteStream(stream));
    assertThat(deleted).isTrue();
    assertThatThrownBy(() -> put("test.one", random(3)))
        .isInstanceOf(ObjectRefusedException.class)
        .hasMessageStartingWith("the broker has no bucket " + prefix + "-objects");
    assertThatThrownBy(() -> objects().find("test.one")).isInstanceOf(ObjectRefusedException.class);
  }

  @Test
  void createsTheFleetWithoutRoomForObjectsAndRefusesObjects() throws Exception {
    String narrow =
        """
        accounts { FLEET { jetstream { max_store: 8MB }, users: [ { user: unit, password: p } ] } }
        """;
    try (AuthenticatingBroker broker = AuthenticatingBroker.start(data.resolve("narrow"), narrow)) {
      URI url = URI.create("nats://unit:p@127.0.0.1:" + broker.port());
      try (NatsBus bus = NatsBus.open(List.of(url), "tester", StreamLayout.SMALL)) {
        assertThat(bus.addresses().shards()).isOne();
        assertThatThrownBy(
                () -> new ObjectBucket(bus).put("test.one", new ByteArrayInputStream(random(3))))
            .isInstanceOf(ObjectRefusedException.class)
            .hasMessageContaining("has room for one");
      }
    }
  }
}
