package io.steward.runtime.bus;

import io.nats.client.Message;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Converts messages of jnats to those of the bus, and headers in both directions.
final class NatsMessages {

  private static final String OF_BROKER = "Nats-";

  private NatsMessages() {}

  /// What only the broker may say of a message that is read from a stream: a client may have
  /// written headers of these names.
  private static final Set<String> REPUBLISHED =
      Set.of(Header.STORED_IN, Header.SEQUENCE, Header.LAST_SEQUENCE);

  /// A message of a plain subscription: a stored one if the headers of the broker say so.
  ///
  /// @param replies where it may be answered
  static InboundMessage fromSubscription(Message message, ReplySubjects replies) {
    Headers headers = headers(message);
    long sequence = headers.find(Header.SEQUENCE).map(NatsMessages::number).orElse(0L);
    return new InboundMessage(
        message.getSubject(),
        headers,
        body(message),
        sequence,
        Optional.empty(),
        sequence > 0
            ? Optional.empty()
            : replies.accept(Optional.ofNullable(message.getReplyTo())));
  }

  /// A message of a consumer.
  static InboundMessage fromConsumer(Message message) {
    var meta = message.metaData();
    return new InboundMessage(
        message.getSubject(),
        headers(message).without(REPUBLISHED),
        body(message),
        meta.streamSequence(),
        Optional.of(meta.timestamp().toInstant()),
        Optional.empty());
  }

  /// The answer to a direct get.
  static InboundMessage fromStream(Message message) {
    Headers headers = headers(message);
    return new InboundMessage(
        headers.find("Nats-Subject").orElse(message.getSubject()),
        headers.without(REPUBLISHED),
        body(message),
        headers.find(Header.SEQUENCE).map(NatsMessages::number).orElse(0L),
        headers.find("Nats-Time-Stamp").flatMap(NatsMessages::time),
        Optional.empty());
  }

  static io.nats.client.impl.Headers toNats(Headers headers) {
    var nats = new io.nats.client.impl.Headers();
    headers.values().forEach((name, value) -> nats.put(name, value));
    return nats;
  }

  private static Headers headers(Message message) {
    io.nats.client.impl.@Nullable Headers nats = message.getHeaders();
    if (nats == null || nats.isEmpty()) {
      return Headers.NONE;
    }
    Map<String, String> values = new LinkedHashMap<>();
    nats.forEach((name, all) -> {
      if (!all.isEmpty()) {
        // the broker adds its own headers after those of the client
        values.put(name, name.startsWith(OF_BROKER) ? all.getLast() : all.getFirst());
      }
    });
    return new Headers(values);
  }

  private static byte[] body(Message message) {
    byte[] body = message.getData();
    return body == null ? new byte[0] : body;
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException forged) {
      return Optional.empty();
    }
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException forged) { // a client can set this header to anything
      return 0;
    }
  }
}
