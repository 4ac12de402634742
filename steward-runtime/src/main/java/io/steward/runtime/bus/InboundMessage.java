package io.steward.runtime.bus;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/// A message from the broker.
///
/// @param subject the subject it was published or republished to
/// @param headers its headers
/// @param body the arguments, an answer or a chunk of output
/// @param sequence its sequence in its stream; 0 if it was never stored. Of a live message this is
///   what a header says, and a client may have written it
/// @param stored when the broker stored it, if it was read from its stream
/// @param replyTo where its publisher, a NATS client with a request, waits for an answer
@SuppressWarnings("ArrayRecordComponent") // never compared
public record InboundMessage(
    String subject,
    Headers headers,
    byte[] body,
    long sequence,
    Optional<Instant> stored,
    Optional<String> replyTo) {

  /// Whether the broker has stored it, or a header of a live message says so.
  public boolean isStored() {
    return sequence > 0;
  }

  /// Whether it was read from its stream. Then its sequence is the broker's word.
  public boolean isRead() {
    return stored.isPresent() && sequence > 0;
  }

  /// The body as text.
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
