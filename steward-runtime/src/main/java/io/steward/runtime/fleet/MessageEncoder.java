package io.steward.runtime.fleet;

import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.runtime.bus.DeduplicationToken;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.databind.PlainData;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/// Encodes messages for sending.
///
/// @param from the sender
/// @param clock the sender's clock
public record MessageEncoder(NodeName from, InstantSource clock) {

  /// Encodes a message.
  ///
  /// @param id its id
  /// @throws IllegalArgumentException if the arguments cannot be written as a document
  public EncodedMessage encode(Message message, String id) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(Header.ID, id);
    headers.put(Header.DEDUPLICATION, DeduplicationToken.next());
    headers.put(Header.VERSION, Header.CURRENT_VERSION);
    headers.put(Header.FROM, from.value());
    headers.put(Header.SENT, now.toString());
    message.expiry().ifPresent(expiry -> headers.put(Header.EXPIRES, now.plus(expiry).toString()));
    message.timeout().ifPresent(timeout -> headers.put(Header.TIMEOUT, timeout.toString()));
    return new EncodedMessage(
        from, message.to(), id, new Headers(headers), PlainData.of(message.arguments()));
  }
}
