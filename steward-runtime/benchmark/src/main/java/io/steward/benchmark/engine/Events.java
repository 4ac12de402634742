package io.steward.benchmark.engine;

import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.FetchConsumer;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.benchmark.measure.Comparison;
import io.steward.benchmark.measure.Comparison.Way;
import io.steward.benchmark.measure.Figure;
import io.steward.benchmark.measure.Rounds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Lines of text from a source to a handler that has them on the disk, until the last is
/// acknowledged.
///
/// @param batches how many messages
/// @param lines how many lines are in each
record Events(int batches, int lines) {

  private static final int PAGE = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  Comparison<Stand> comparison(String name, Rounds rounds) {
    return new Comparison<>(
        name,
        "%,d batches of %d lines, until each is on the disk and acknowledged"
            .formatted(batches, lines),
        rounds,
        List.of(
            new Way<>("plain, nothing on the disk", this::pages),
            new Way<>("plain, on the disk one by one", this::oneByOne),
            new Way<>("steward", this::steward)));
  }

  private List<Figure> pages(Stand stand) throws Exception {
    ConsumerContext consumer = consumer(stand);
    long start = System.nanoTime();
    publish(stand);
    for (int read = 0; read < batches; ) {
      try (FetchConsumer page = consumer.fetchMessages(Math.min(PAGE, batches - read))) {
        for (@Nullable Message next = page.nextMessage(); next != null; next = page.nextMessage()) {
          next.ack();
          read++;
        }
      }
    }
    return rate(start);
  }

  /// With the order kept and nothing acknowledged too early, as the engine does.
  private List<Figure> oneByOne(Stand stand) throws Exception {
    ConsumerContext consumer = consumer(stand);
    long start = System.nanoTime();
    publish(stand);
    try (PlainFile file = PlainFile.open(stand.folder().resolve("plain.log"))) {
      for (int read = 0; read < batches; ) {
        Message next = consumer.next(PATIENCE);
        if (next != null) {
          file.append(next.getData());
          next.ackSync(PATIENCE);
          read++;
        }
      }
    }
    return rate(start);
  }

  private List<Figure> steward(Stand stand) throws Exception {
    NodeName receiver = stand.name("sink", 0);
    Subject target = Lines.at(receiver);
    try (PlainFile file = PlainFile.open(stand.folder().resolve("sink.log"))) {
      Heard heard = Heard.from(stand, List.of(receiver));
      var _ = stand.start(receiver, Lines.received(target, file));
      long start = System.nanoTime();
      var _ = stand.start(stand.name("source", 0), Lines.sent(target, batches, batch()));
      heard.awaitAccepted(batches);
      return rate(start);
    }
  }

  private List<Figure> rate(long start) {
    return List.of(Figure.rate("lines", batches * lines, System.nanoTime() - start));
  }

  private List<String> batch() {
    return IntStream.range(0, lines)
        .mapToObj(i -> "<13>1 2026-11-01T00:00:00Z mast nginx - - - GET /berth/" + i + " 200")
        .toList();
  }

  private ConsumerContext consumer(Stand stand)
      throws IOException, InterruptedException, JetStreamApiException {
    return stand
        .connect()
        .getStreamContext(stand.addresses().eventsStream())
        .createOrUpdateConsumer(
            ConsumerConfiguration.builder()
                .durable("plain")
                .filterSubject(stand.addresses().stored(Lines.at(stand.name("sink", 0))))
                .ackPolicy(AckPolicy.Explicit)
                .build());
  }

  private void publish(Stand stand) throws IOException, InterruptedException {
    Connection connection = stand.connect();
    JetStream jetStream = connection.jetStream();
    String subject = stand.addresses().stored(Lines.at(stand.name("sink", 0)));
    byte[] body =
        batch().stream()
            .collect(Collectors.joining("\",\"", "{\"lines\":[\"", "\"]}"))
            .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < batches; i++) {
      var _ = jetStream.publishAsync(subject, body);
    }
  }
}
