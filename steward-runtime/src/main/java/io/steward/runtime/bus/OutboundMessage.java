package io.steward.runtime.bus;

import java.util.Set;

/// A message for the broker.
///
/// @param subject the subject as the broker knows it, with all tokens
/// @param headers its headers
/// @param body the body, which must not be changed any more
@SuppressWarnings("ArrayRecordComponent") // never compared; a body may be megabytes
public record OutboundMessage(String subject, Headers headers, byte[] body) {

  private static final Set<String> OF_MESSAGES =
      Set.of(Header.ID, Header.DEDUPLICATION, Header.FROM);

  /// The exception for a message that exceeds the limit of the broker, in bytes.
  MessageRefusedException tooLargeFor(int limit) {
    return new MessageRefusedException(
        "the message to "
            + subject
            + " is "
            + size()
            + " bytes long; the broker accepts at most "
            + limit);
  }

  /// A copy for a NATS client that waits for it, without the headers that make a message of it: the
  /// subject may be one that somebody takes messages from.
  public OutboundMessage copyTo(String client) {
    return new OutboundMessage(client, headers.without(OF_MESSAGES), body);
  }

  /// The approximate size that the broker counts: body and headers, in bytes.
  public int size() {
    int size = body.length + 32;
    for (var header : headers.values().entrySet()) {
      size += header.getKey().length() + header.getValue().length() + 4;
    }
    return size;
  }
}
