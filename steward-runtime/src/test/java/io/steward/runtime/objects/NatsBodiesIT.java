package io.steward.runtime.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.api.ObjectMeta;
import io.nats.client.api.ObjectStoreConfiguration;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import io.steward.runtime.broker.AuthenticatingBroker;
import io.steward.runtime.broker.BrokerBinary;
import io.steward.runtime.broker.EmbeddedBroker;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.bus.StreamLayout;
import io.steward.runtime.digest.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bodies at a real broker, and raw clients with its credentials that read them, and write into
/// their bucket whatever they like.
class NatsBodiesIT extends BodiesContract {

  private static final AtomicInteger FLEETS = new AtomicInteger();

  @TempDir private static Path data = Path.of("");
  private static List<EmbeddedBroker> brokers = List.of();

  private final String prefix = "bodies" + FLEETS.incrementAndGet();
  private final List<Connection> connections = new ArrayList<>();
  private List<NatsBus> open = List.of();

  @BeforeAll
  static void startBroker() throws IOException, InterruptedException {
    brokers = List.of(EmbeddedBroker.start(binary(), data.resolve("broker"), 0));
  }

  private static BrokerBinary binary() throws IOException, InterruptedException {
    return BrokerBinary.find(Optional.empty(), System.getenv(), note -> {});
  }

  @AfterAll
  static void stopBroker() {
    brokers.forEach(EmbeddedBroker::close);
  }

  @BeforeEach
  void connect() throws InterruptedException {
    StreamLayout layout = new StreamLayout(prefix, 1, 1, Duration.ofDays(3));
    open = List.of(NatsBus.open(List.of(brokers.getFirst().url()), "tester", layout));
    bus().addresses();
    await().until(bus()::isUp);
  }

  @AfterEach
  void disconnect() throws InterruptedException {
    open.forEach(NatsBus::close);
    for (Connection connection : connections) {
      connection.close();
    }
  }

  @Override
  Bus bus() {
    return open.getFirst();
  }

  private Connection client() throws IOException, InterruptedException {
    Connection client = Nats.connect(brokers.getFirst().url().toString());
    connections.add(client);
    return client;
  }

  @Test
  void keepsBodiesAsLongAsTheirMessages() throws Exception {
    StreamConfiguration bucket =
        client().jetStreamManagement().getStreamInfo(stream()).getConfiguration();
    assertThat(bucket.getMaxAge()).isEqualTo(Duration.ofDays(3));
    assertThat(bucket.getMaxBytes()).isEqualTo(-1);
    assertThat(bucket.getStorageType()).isEqualTo(StorageType.File);
    assertThat(bucket.getAllowRollup()).isFalse();
  }

  @Test
  void anyClientReadsABodyPieceByPiece() throws Exception {
    byte[] body = random(3 * PIECE + 17);
    put(NAME, body);
    Connection client = client();
    ByteArrayOutputStream values = new ByteArrayOutputStream();
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    for (int number = 0; number < 4; number++) {
      values.write(client.keyValue(prefix + "-bodies").get(NAME + "." + number).getValue());
      Message piece =
          client.request(
              "$JS.API.DIRECT.GET." + stream() + "." + subject(NAME, number),
              new byte[0],
              Duration.ofMinutes(1));
      messages.write(Objects.requireNonNull(piece).getData());
    }
    assertThat(Sha256.of(values.toByteArray())).isEqualTo(Sha256.of(body));
    assertThat(Sha256.of(messages.toByteArray())).isEqualTo(Sha256.of(body));
  }

  @Test
  void nobodyReplacesAPieceOrMarksItAsDeleted() throws Exception {
    byte[] body = random(3 * PIECE);
    put(NAME, body);
    Connection client = client();
    List<Headers> hostile =
        List.of(
            new Headers(),
            new Headers().add("Nats-Rollup", "all"),
            new Headers().add("Nats-Rollup", "sub"),
            new Headers().add("KV-Operation", "DEL"),
            new Headers().add("KV-Operation", "PURGE").add("Nats-Rollup", "sub"));
    for (Headers headers : hostile) {
      assertThatThrownBy(
              () -> client.jetStream().publish(subject(NAME, 1), headers, random(PIECE + 1)))
          .isInstanceOf(JetStreamApiException.class);
      client.publish(subject(NAME, 0), headers, random(PIECE + 1)); // without asking
    }
    client.flush(Duration.ofMinutes(1));
    assertThat(get(NAME, body)).isEqualTo(body);
  }

  @Test
  void nobodyEmptiesTheBucketByARollupOfAnotherBody() throws Exception {
    byte[] body = random(3 * PIECE);
    put(NAME, body);
    Connection client = client();
    for (String rollup : List.of("all", "sub")) {
      assertThatThrownBy(() ->
              client
                  .jetStream()
                  .publish(
                      subject("hostile.one", 0),
                      new Headers().add("Nats-Rollup", rollup),
                      random(3)))
          .isInstanceOf(JetStreamApiException.class);
    }
    assertThat(get(NAME, body)).isEqualTo(body);
  }

  @Test
  void aDeletionMarkerUnderTheNameOfABodyIsAConflict() throws Exception {
    byte[] body = random(3 * PIECE);
    for (int number = 0; number < 3; number++) {
      String name = "ship.marked" + number;
      client()
          .jetStream()
          .publish(subject(name, number), new Headers().add("KV-Operation", "DEL"), new byte[0]);
      assertThatThrownBy(() -> put(name, body)).isInstanceOf(BodyConflictException.class);
      assertThatThrownBy(() -> get(name, body)).isInstanceOf(UnusableBodyException.class);
    }
  }

  @Test
  void aForgedDigestOfAPieceIsNoticed() throws Exception {
    byte[] body = random(PIECE);
    client()
        .jetStream()
        .publish(
            subject(NAME, 0),
            new Headers().add("Steward-Sha256", Sha256.of(body)),
            random(PIECE - 1));
    assertThatThrownBy(() -> get(NAME, body))
        .isInstanceOf(UnusableBodyException.class)
        .hasMessage("piece 0 of the body " + NAME + " is damaged: its SHA-256 differs");
  }

  @Test
  void reportsAMissingBucket() throws Exception {
    assertThat(client().jetStreamManagement().deleteStream(stream())).isTrue();
    assertThatThrownBy(() -> put(NAME, random(3)))
        .hasMessageStartingWith("the broker has no bucket " + prefix + "-bodies");
    assertThatThrownBy(() -> get(NAME, random(3)))
        .isInstanceOf(UnusableBodyException.class)
        .hasMessageStartingWith("the broker has no bucket " + prefix + "-bodies");
  }

  @Test
  void readsWhatAnOlderStewardStoredUntilItIsGone() throws Exception {
    Connection older = client();
    var _ =
        older
            .objectStoreManagement()
            .create(ObjectStoreConfiguration.builder(prefix + "-files").build());
    byte[] body = random((2 << 20) + 5);
    for (String name : List.of("0193e8a2-7b1c", "id.succeeded", NAME)) {
      var _ =
          older
              .objectStore(prefix + "-files")
              .put(
                  ObjectMeta.builder(name).chunkSize(512 << 10).build(),
                  new ByteArrayInputStream(body));
      assertThat(get(name, body)).isEqualTo(body);
      for (long size : new long[] {1, body.length - 1, body.length + 1}) {
        assertThatThrownBy(() -> get(new BodyReference(name, size, Sha256.of(body))))
            .isInstanceOf(UnusableBodyException.class)
            .hasMessage("the body " + name + " is not as many bytes long as declared");
      }
      var _ = older.objectStore(prefix + "-files").delete(name);
      assertThatThrownBy(() -> get(name, body))
          .isInstanceOf(UnusableBodyException.class)
          .hasMessage("the body " + name + " is gone from the broker");
    }
  }

  @Test
  void piecesFitIntoWhatTheBrokerAccepts() throws Exception {
    String small = "max_payload: 8192\nauthorization { user: unit, password: p }";
    try (AuthenticatingBroker broker = AuthenticatingBroker.start(data.resolve("small"), small)) {
      URI url = URI.create("nats://unit:p@127.0.0.1:" + broker.port());
      try (NatsBus bus = NatsBus.open(List.of(url), "tester", StreamLayout.SMALL)) {
        assertThat(bus.addresses().shards()).isOne();
        byte[] body = random(100_000);
        BodyBucket.of(bus).put(NAME, new ByteArrayInputStream(body));
        Path file = data.resolve("from-small");
        BodyBucket.of(bus).fetch(BodyReference.to(NAME, body), file);
        assertThat(Files.readAllBytes(file)).isEqualTo(body);
      }
    }
  }

  /// An empty part of a body, at which something happens.
  private static InputStream at(Runnable event) {
    return new InputStream() {
      @Override
      public int read() {
        event.run();
        return -1;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) {
        return read();
      }
    };
  }

  private static EmbeddedBroker start(Path folder, int port) {
    try {
      return EmbeddedBroker.start(binary(), folder, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anUploadGoesOnWhereItWasAfterTheLinkWasCut() throws Exception {
    Path folder = data.resolve("restarted");
    List<EmbeddedBroker> started = new ArrayList<>(List.of(start(folder, 0)));
    URI url = started.getFirst().url();
    byte[] body = random(40 * PIECE);
    try (NatsBus bus = NatsBus.open(List.of(url), "tester", StreamLayout.SMALL)) {
      assertThat(bus.addresses().shards()).isOne();
      InputStream cut =
          new SequenceInputStream(
              new ByteArrayInputStream(body, 0, 20 * PIECE),
              new SequenceInputStream(
                  at(() -> {
                    started.getLast().close();
                    started.add(start(folder, url.getPort()));
                  }),
                  new ByteArrayInputStream(body, 20 * PIECE, 20 * PIECE)));
      BodyBucket.waiting(bus, () -> true).put(NAME, cut);
      Path file = folder.resolve("body");
      BodyBucket.of(bus).fetch(BodyReference.to(NAME, body), file);
      assertThat(Files.readAllBytes(file)).isEqualTo(body);
      assertThat(bus.lastMessage(bus.addresses().bodiesStream(), "$KV.steward-bodies.>"))
          .hasValueSatisfying(last -> assertThat(last.sequence()).isEqualTo(40));
    } finally {
      started.forEach(EmbeddedBroker::close);
    }
  }
}
