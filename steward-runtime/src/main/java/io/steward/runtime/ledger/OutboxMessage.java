package io.steward.runtime.ledger;

import java.util.Map;
import java.util.Optional;

/// A message that this node sends.
///
/// @param subject the subject that stores it, or the four-token subject of a message to another
///   node
/// @param headers its headers
/// @param body its body, which must not be changed any more; empty if it is in a file
/// @param copyTo where a NATS client waits for a copy
/// @param file the file of a body that is too large for a row
@SuppressWarnings("ArrayRecordComponent") // never compared
public record OutboxMessage(
    String subject,
    Map<String, String> headers,
    byte[] body,
    Optional<String> copyTo,
    Optional<BodyFile> file) {

  /// A message with a small body.
  public OutboxMessage(
      String subject, Map<String, String> headers, byte[] body, Optional<String> copyTo) {
    this(subject, headers, body, copyTo, Optional.empty());
  }

  /// Its size, in bytes.
  public long size() {
    return body.length + file.map(BodyFile::size).orElse(0L);
  }
}
