package io.steward.benchmark.engine;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.MessageIdGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Sends commands by plain jnats, in the same manner for all ways of a comparison.
///
/// @param jetStream the connection to the broker
/// @param addresses the subjects under which commands are stored
public record Operator(JetStream jetStream, Addresses addresses) {

  /// The name of the sender.
  public static final String NAME = "operator-benchmark";

  private static final int MAX_IN_FLIGHT = 1000;

  public static Operator on(TrialFleet fleet) throws IOException, InterruptedException {
    Connection connection = fleet.connect();
    return new Operator(connection.jetStream(), fleet.addresses());
  }

  /// Sends a number of commands, to each receiver in turn, and returns when all are stored.
  void send(List<Subject> to, int count) {
    Deque<CompletableFuture<PublishAck>> pending = new ArrayDeque<>();
    for (int i = 0; i < count; i++) {
      if (pending.size() == MAX_IN_FLIGHT) {
        pending.remove().join();
      }
      pending.add(send(to.get(i % to.size()), i));
    }
    pending.forEach(CompletableFuture::join);
  }

  /// Sends a command with a number.
  CompletableFuture<PublishAck> send(Subject to, int number) {
    return send(to, "{\"number\":" + number + "}");
  }

  /// Sends a command with any arguments.
  public CompletableFuture<PublishAck> send(Subject to, String arguments) {
    Headers headers =
        new Headers()
            .put(Header.ID, MessageIdGenerator.next(InstantSource.system()))
            .put(Header.VERSION, Header.CURRENT_VERSION)
            .put(Header.FROM, NAME)
            .put(Header.SENT, InstantSource.system().instant().toString());
    byte[] body = arguments.getBytes(StandardCharsets.UTF_8);
    return jetStream.publishAsync(
        NatsMessage.builder()
            .subject(addresses.storedSubject(to))
            .headers(headers)
            .data(body)
            .build());
  }
}
