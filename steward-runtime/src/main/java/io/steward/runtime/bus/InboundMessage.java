package io.steward.runtime.bus;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/// What came from the broker.
///
/// @param subject the one it was published to, or republished to
/// @param headers all that is not arguments
/// @param body the arguments, an answer or a piece of output
/// @param sequence its number in its stream; 0 when it was never stored
/// @param stored when the broker stored it, where the broker says so
/// @param replyTo where its publisher, a NATS client with a request, waits for an answer
@SuppressWarnings("ArrayRecordComponent") // never compared
public record InboundMessage(
    String subject,
    Headers headers,
    byte[] body,
    long sequence,
    Optional<Instant> stored,
    Optional<String> replyTo) {

  /// Whether the broker keeps it.
  public boolean isStored() {
    return sequence > 0;
  }

  /// The body as text.
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
