package io.steward.distribution.faults;

import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// A plain NATS client that sends commands and events, each with its own id, and republishes them
/// under the same id until the broker has acknowledged them. It records what was acknowledged.
///
/// Safe for use by any thread, provided that only one thread sends to each process.
final class Station implements AutoCloseable {

  private static final Duration ASK = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final String name;
  private final Connection nats;
  private final JetStream stream;
  private final List<Attempt> attempts = new ArrayList<>();
  private final Set<String> stored = ConcurrentHashMap.newKeySet();

  private record Attempt(String id, String subject) {}

  private Station(String name, Connection nats) throws IOException {
    this.name = name;
    this.nats = nats;
    this.stream = nats.jetStream(JetStreamOptions.builder().requestTimeout(ASK).build());
  }

  static Station connect(String name, String url) throws IOException, InterruptedException {
    return new Station(
        name,
        Nats.connect(
            Options.builder()
                .server(url)
                .connectionName(name)
                .maxReconnects(-1)
                .reconnectWait(Duration.ofMillis(100))
                .connectionTimeout(ASK)
                .reconnectBufferSize(0)
                .errorListener(new ErrorListener() {})
                .build()));
  }

  /// Sends a message to a process, and returns its id once it is stored.
  String send(String subject, String json) {
    String id = attempt(subject);
    if (!publish(stored(subject), id, json)) {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(100))
          .until(() -> publish(stored(subject), id, json));
    }
    return id;
  }

  /// Records that a message is about to be sent.
  ///
  /// @return its id
  String attempt(String subject) {
    String id = UUID.randomUUID().toString();
    synchronized (attempts) {
      attempts.add(new Attempt(id, subject));
    }
    return id;
  }

  /// Publishes a message once.
  ///
  /// @return whether it was acknowledged
  boolean publish(String stored, String id, String json) {
    try {
      stream.publish(message(stored, id, json));
      this.stored.add(id);
      return true;
    } catch (IOException | JetStreamApiException | IllegalStateException notNow) {
      return false;
    }
  }

  /// Publishes without waiting for an acknowledgement.
  void publishBlindly(String subject, String id, String json) {
    nats.publish(message(subject, id, json));
  }

  private NatsMessage message(String subject, String id, String json) {
    Headers headers = new Headers().add("Nats-Msg-Id", id).add("Steward-From", name);
    return new NatsMessage(subject, null, headers, json.getBytes(StandardCharsets.UTF_8));
  }

  /// The stored subject of messages to a process.
  static String stored(String subject) {
    String[] tokens = subject.split("\\.", -1);
    String shard = tokens[1].equals("command") ? "00." : "";
    return "steward." + tokens[1] + "." + shard + tokens[0] + "." + tokens[2] + "." + tokens[3];
  }

  /// All messages sent or attempted, in the order of sending.
  List<Sent> sent() {
    synchronized (attempts) {
      return attempts.stream()
          .map(each ->
              new Sent(
                  each.id(),
                  name,
                  each.subject(),
                  RealNode.kind(each.subject()),
                  stored.contains(each.id()),
                  Optional.empty()))
          .toList();
    }
  }

  @Override
  public void close() {
    try {
      nats.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
