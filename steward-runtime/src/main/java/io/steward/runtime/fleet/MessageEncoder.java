package io.steward.runtime.fleet;

import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.runtime.bus.Header;
import io.steward.runtime.databind.Json;
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

  /// The headers of a message.
  public Map<String, String> headers(Message message, String id) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(Header.ID, id);
    headers.put(Header.VERSION, Header.CURRENT_VERSION);
    headers.put(Header.FROM, from.value());
    headers.put(Header.SENT, now.toString());
    message.expiry().ifPresent(expiry -> headers.put(Header.EXPIRES, now.plus(expiry).toString()));
    message.timeout().ifPresent(timeout -> headers.put(Header.TIMEOUT, timeout.toString()));
    return headers;
  }

  /// The arguments of a message, as plain data.
  ///
  /// @throws IllegalArgumentException if they cannot be written as a document
  public Object document(Message message) {
    return PlainData.of(message.arguments());
  }

  /// The body of a message.
  ///
  /// @throws IllegalArgumentException if the arguments cannot be written as a document
  public byte[] body(Message message) {
    return Json.write(document(message));
  }
}
