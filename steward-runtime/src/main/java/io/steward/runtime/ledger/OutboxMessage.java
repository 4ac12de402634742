package io.steward.runtime.ledger;

import java.util.Map;
import java.util.Optional;

/// Something this node says.
///
/// @param subject where it is stored, or the four-token subject of a message to another node
/// @param headers all that is not body
/// @param body not to be changed any more; empty when it is a file
/// @param copyTo where a NATS client waits for it besides
/// @param file where the body is when it is too large for a row
@SuppressWarnings("ArrayRecordComponent") // never compared
public record OutboxMessage(
    String subject,
    Map<String, String> headers,
    byte[] body,
    Optional<String> copyTo,
    Optional<BodyFile> file) {

  /// One whose body is small.
  public OutboxMessage(
      String subject, Map<String, String> headers, byte[] body, Optional<String> copyTo) {
    this(subject, headers, body, copyTo, Optional.empty());
  }

  /// How much room it takes, in bytes.
  public long size() {
    return body.length + file.map(BodyFile::size).orElse(0L);
  }
}
