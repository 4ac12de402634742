package io.steward.runtime.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.steward.runtime.broker.BrokerBinary;
import io.steward.runtime.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract over a real broker, and what only a real broker has: streams that must be created.
/// Each test has a fleet of its own.
class NatsBusIT extends BusContract {

  private static final AtomicInteger FLEETS = new AtomicInteger();

  @TempDir private static Path data = Path.of("");
  private static List<EmbeddedBroker> brokers = List.of();

  private final String prefix = "fleet" + FLEETS.incrementAndGet();
  private final List<Connection> connections = new ArrayList<>();
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
    open = List.of(open(1));
    bus().addresses();
  }

  @AfterEach
  void disconnect() throws InterruptedException {
    open.forEach(NatsBus::close);
    for (Connection connection : connections) {
      connection.close();
    }
  }

  private NatsBus open(int shards) {
    return NatsBus.open(
        List.of(brokers.getFirst().url()),
        "tester",
        new StreamLayout(prefix, shards, 1, Duration.ofDays(3)));
  }

  @Override
  Bus bus() {
    return open.getFirst();
  }

  private Connection connection() throws IOException, InterruptedException {
    Connection fresh = Nats.connect(brokers.getFirst().url().toString());
    connections.add(fresh);
    return fresh;
  }

  @Test
  void createsTheStreamsAsDeclared() throws Exception {
    Connection connection = connection();
    StreamConfiguration commands =
        connection
            .jetStreamManagement()
            .getStreamInfo(bus().addresses().commandsStream("00"))
            .getConfiguration();
    assertThat(commands.getSubjects()).containsExactly(prefix + ".command.00.*.*.*");
    assertThat(commands.getStorageType()).isEqualTo(StorageType.File);
    assertThat(commands.getMaxAge()).isEqualTo(Duration.ofDays(3));
    assertThat(commands.getDuplicateWindow()).isEqualTo(Duration.ofMinutes(2));
    assertThat(commands.getAllowDirect()).isTrue();
    assertThat(commands.getReplicas()).isEqualTo(1);
    assertThat(Objects.requireNonNull(commands.getRepublish()).getDestination())
        .isEqualTo("{{wildcard(1)}}.command.{{wildcard(2)}}.{{wildcard(3)}}");
    assertThat(connection.keyValueManagement().getStatus(prefix + "-units").getReplicas())
        .isEqualTo(1);
  }

  @Test
  void concurrentCreatorsOfTheStreamsAgreeOnTheShards() throws Exception {
    String other = "many" + FLEETS.incrementAndGet();
    List<NatsBus> many =
        IntStream.rangeClosed(1, 8)
            .mapToObj(number ->
                NatsBus.open(
                    List.of(brokers.getFirst().url()),
                    "node" + number,
                    new StreamLayout(other, 4, 1, Duration.ofDays(1))))
            .toList();
    try {
      for (NatsBus each : many) {
        assertThat(each.addresses()).isEqualTo(new Addresses(other, 4));
      }
      assertThat(
              new StreamProvisioner(connection())
                  .ensure(new StreamLayout(other, 9, 1, Duration.ofDays(2))))
          .isEqualTo(new Addresses(other, 4));
    } finally {
      many.forEach(NatsBus::close);
    }
  }

  @Test
  void aClientFindsTheFleetOrReportsThatThereIsNone() throws Exception {
    List<java.net.URI> servers = List.of(brokers.getFirst().url());
    try (NatsBus client = NatsBus.connect(servers, "client", prefix)) {
      store(COMMAND, "a");
      assertThat(client.lastMessage(stream(COMMAND), client.addresses().storedSubject(COMMAND)))
          .isPresent();
    }
    assertThatThrownBy(() -> NatsBus.connect(servers, "client", "nowhere"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no streams for the fleet \"nowhere\"");
  }

  @Test
  void aClientUsesPlatformThreadsWhichEndWithIt() throws Exception {
    String name = "client-with-threads";
    List<java.net.URI> servers = List.of(brokers.getFirst().url());
    try (NatsBus _ = NatsBus.connect(servers, name, prefix)) {
      assertThat(platformThreads(name)).isNotEmpty();
    }
    await().untilAsserted(() -> assertThat(platformThreads(name)).isEmpty());
  }

  private static List<Thread> platformThreads(String name) {
    return Thread.getAllStackTraces().keySet().stream() // which has no virtual ones
        .filter(thread -> thread.getName().equals(name))
        .toList();
  }

  @Test
  void deliversTheNextEventOnlyAfterTheAcknowledgement() throws Exception {
    store(EVENT, "a");
    store(EVENT, "b");
    try (Bus.DurableConsumer consumer = bus().consume(EVENT)) {
      Bus.AckableMessage first = consumer.next().orElseThrow();
      assertThat(consumer.next()).as("one at a time, for the sake of order").isEmpty();
      first.acknowledge();
      assertThat(consumer.next().orElseThrow().message().text()).isEqualTo("b");
    }
  }

  @Test
  void incarnationsDistinguishStreamsOfTheSameName() throws Exception {
    String stream = stream(COMMAND);
    String before = bus().incarnation(stream);
    assertThat(bus().incarnation(stream)).isEqualTo(before);
    Connection connection = connection();
    StreamConfiguration same =
        connection.jetStreamManagement().getStreamInfo(stream).getConfiguration();
    connection.jetStreamManagement().deleteStream(stream);
    connection.jetStreamManagement().addStream(same);
    assertThat(bus().incarnation(stream)).isNotEqualTo(before);
  }

  @Test
  void callsAfterCloseFailWithAnIOException() {
    bus().close();
    assertThatThrownBy(() -> bus().lastMessage("s", "t")).isInstanceOf(IOException.class);
    assertThat(bus().store(new OutboundMessage("a.b", Headers.NONE, new byte[0])))
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableThat()
        .withCauseInstanceOf(IOException.class);
  }
}
