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

/// Lines of text from a source to a handler that stores them durably, until the last is
/// acknowledged.
///
/// @param batches the number of messages
/// @param lines the number of lines in each
record Events(int batches, int lines) {

  private static final int PAGE = 100;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  Comparison<TrialFleet> comparison(String name, Rounds rounds) {
    return new Comparison<>(
        name,
        "%,d batches of %d lines, until each is durable and acknowledged".formatted(batches, lines),
        rounds,
        List.of(
            new Way<>("plain, nothing on the disk", this::fetchPages),
            new Way<>("plain, on the disk one by one", this::oneByOne),
            new Way<>("steward", this::steward)));
  }

  private List<Figure> fetchPages(TrialFleet fleet) throws Exception {
    ConsumerContext consumer = consumer(fleet);
    long start = System.nanoTime();
    publish(fleet);
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

  /// Keeps the order and acknowledges each message only once it is durable, as the engine does.
  private List<Figure> oneByOne(TrialFleet fleet) throws Exception {
    ConsumerContext consumer = consumer(fleet);
    long start = System.nanoTime();
    publish(fleet);
    try (PlainFile file = PlainFile.open(fleet.folder().resolve("plain.log"))) {
      for (int read = 0; read < batches; ) {
        Message next = consumer.next(TIMEOUT);
        if (next != null) {
          file.append(next.getData());
          next.ackSync(TIMEOUT);
          read++;
        }
      }
    }
    return rate(start);
  }

  private List<Figure> steward(TrialFleet fleet) throws Exception {
    NodeName receiver = fleet.name("sink", 0);
    Subject target = Lines.subject(receiver);
    try (PlainFile file = PlainFile.open(fleet.folder().resolve("sink.log"))) {
      AnswerCounter answers = AnswerCounter.subscribe(fleet, List.of(receiver));
      var _ = fleet.start(receiver, Lines.receiver(target, file));
      long start = System.nanoTime();
      var _ = fleet.start(fleet.name("source", 0), Lines.sender(target, batches, batch()));
      answers.awaitAccepted(batches);
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

  private ConsumerContext consumer(TrialFleet fleet)
      throws IOException, InterruptedException, JetStreamApiException {
    return fleet
        .connect()
        .getStreamContext(fleet.addresses().eventsStream())
        .createOrUpdateConsumer(
            ConsumerConfiguration.builder()
                .durable("plain")
                .filterSubject(
                    fleet.addresses().storedSubject(Lines.subject(fleet.name("sink", 0))))
                .ackPolicy(AckPolicy.Explicit)
                .build());
  }

  private void publish(TrialFleet fleet) throws IOException, InterruptedException {
    Connection connection = fleet.connect();
    JetStream jetStream = connection.jetStream();
    String subject = fleet.addresses().storedSubject(Lines.subject(fleet.name("sink", 0)));
    byte[] body =
        batch().stream()
            .collect(Collectors.joining("\",\"", "{\"lines\":[\"", "\"]}"))
            .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < batches; i++) {
      var _ = jetStream.publishAsync(subject, body);
    }
  }
}
