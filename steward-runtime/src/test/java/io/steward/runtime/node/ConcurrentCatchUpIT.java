package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.StreamConfiguration;
import io.steward.api.Message;
import io.steward.api.Subject;
import io.steward.runtime.broker.BrokerBinary;
import io.steward.runtime.broker.EmbeddedBroker;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.MessageIdGenerator;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.bus.StreamLayout;
import io.steward.runtime.fleet.MessageEncoder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Units that all come back at the same moment, each with several commands to catch up on.
class ConcurrentCatchUpIT {

  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final MessageEncoder ENCODER =
      new MessageEncoder(TestNode.CENTRAL, TestNode.CLOCK);
  private static final int UNITS_PER_CONNECTION = 100;

  /// The broker's answer to a request for one consumer too many (nats-server, error 10026).
  private static final String LIMIT_REACHED = "maximum consumers limit reached";

  @TempDir private Path temp = Path.of("");

  @Test
  void eachUnitCatchesUpOnceThoughTheStreamAllowsFewConsumers() throws Exception {
    assertThat(reconnect(300, StreamLayout.SMALL, 5)).as("consumers refused").isPositive();
  }

  @Test
  @Tag("long")
  void eachOfTwoThousandUnitsCatchesUpOnce() throws Exception {
    reconnect(2000, StreamLayout.SMALL, -1);
  }

  /// @param consumers how many the streams of commands allow; -1 for the broker's default
  /// @return how many requests for a consumer the broker has refused
  @SuppressWarnings("try") // closing a connection may be interrupted; the test ends then
  private int reconnect(int units, StreamLayout layout, int consumers) throws Exception {
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(
            BrokerBinary.find(Optional.empty(), System.getenv(), note -> {}),
            temp.resolve("broker"),
            0)) {
      List<NatsBus> buses =
          IntStream.rangeClosed(0, units / UNITS_PER_CONNECTION)
              .mapToObj(i -> NatsBus.open(List.of(broker.url()), "group" + i, layout))
              .toList();
      Bus operator = buses.getFirst();
      limitConsumers(broker.url(), operator, layout, consumers);
      AtomicInteger refused = new AtomicInteger();
      try (Connection audit = Nats.connect(broker.url().toString());
          NodeGroup group = new NodeGroup(units, temp.resolve("data"), layout, buses)) {
        audit
            .createDispatcher(call -> {
              if (new String(call.getData(), StandardCharsets.UTF_8).contains(LIMIT_REACHED)) {
                refused.incrementAndGet();
              }
            })
            .subscribe("$JS.EVENT.ADVISORY.API");
        group.start();
        send(operator, group.subjects(), List.of("before"));
        awaitDone(group, List.of("before"));
        group.stop();
        List<String> missed = IntStream.range(0, 6).mapToObj(i -> "missed" + i).toList();
        send(operator, group.subjects(), missed);
        group.start();
        List<String> all = new ArrayList<>(List.of("before"));
        all.addAll(missed);
        awaitDone(group, all);
        send(operator, group.subjects(), List.of("live"));
        all.add("live");
        awaitDone(group, all);
        return refused.get();
      } finally {
        buses.forEach(NatsBus::close);
      }
    }
  }

  private static void awaitDone(NodeGroup group, List<String> wanted) {
    int units = group.subjects().size();
    await()
        .atMost(TIMEOUT)
        .until(() ->
            group.done().stream().filter(done -> done.size() >= wanted.size()).count() == units);
    assertThat(group.done()).containsOnly(wanted);
  }

  /// The number of consumers can only be set when a stream is created.
  @SuppressWarnings("try") // closing a connection may be interrupted; the test ends then
  private static void limitConsumers(URI url, Bus bus, StreamLayout layout, int consumers)
      throws Exception {
    var addresses = bus.addresses();
    try (Connection connection = Nats.connect(url.toString())) {
      JetStreamManagement management = connection.jetStreamManagement();
      for (int shard = 0; consumers > 0 && shard < layout.shards(); shard++) {
        String stream = addresses.commandsStream("%02d".formatted(shard));
        StreamConfiguration made = management.getStreamInfo(stream).getConfiguration();
        management.deleteStream(stream);
        management.addStream(StreamConfiguration.builder(made).maxConsumers(consumers).build());
      }
    }
  }

  private static void send(Bus bus, List<Subject> to, List<String> texts) throws Exception {
    List<CompletableFuture<Bus.PublishAck>> stored = new ArrayList<>();
    for (String text : texts) {
      for (Subject subject : to) {
        Message message = Message.to(subject, Map.of("text", text));
        String id = MessageIdGenerator.next(TestNode.CLOCK);
        stored.add(bus.store(ENCODER.encode(message, id).outbound(bus)));
      }
      stored.forEach(CompletableFuture::join);
      stored.clear();
    }
  }
}
