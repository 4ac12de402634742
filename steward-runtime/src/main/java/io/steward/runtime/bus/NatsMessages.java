package io.steward.runtime.bus;

import io.nats.client.Message;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Converts messages of jnats to those of the bus, and headers in both directions.
final class NatsMessages {

  private NatsMessages() {}

  /// A message of a plain subscription: a stored one if the headers of the broker say so.
  static InboundMessage fromSubscription(Message message) {
    Headers headers = headers(message);
    long sequence = headers.find(Header.SEQUENCE).map(NatsMessages::number).orElse(0L);
    return new InboundMessage(
        message.getSubject(),
        headers,
        body(message),
        sequence,
        Optional.empty(),
        sequence > 0 ? Optional.empty() : Optional.ofNullable(message.getReplyTo()));
  }

  /// A message of a consumer.
  static InboundMessage fromConsumer(Message message) {
    var meta = message.metaData();
    return new InboundMessage(
        message.getSubject(),
        headers(message),
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
        headers,
        body(message),
        headers.find(Header.SEQUENCE).map(NatsMessages::number).orElse(0L),
        headers.find("Nats-Time-Stamp").map(Instant::parse),
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
        values.put(name, all.getFirst());
      }
    });
    return new Headers(values);
  }

  private static byte[] body(Message message) {
    byte[] body = message.getData();
    return body == null ? new byte[0] : body;
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException forged) { // a client can set this header to anything
      return 0;
    }
  }
}
