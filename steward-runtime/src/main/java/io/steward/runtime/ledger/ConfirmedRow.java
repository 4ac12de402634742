package io.steward.runtime.ledger;

/// A message of the outbox that the broker has confirmed.
///
/// @param row the message
/// @param kind what it is
/// @param stream the stream that stores it
/// @param sequence its sequence there
public record ConfirmedRow(OutboxRow row, Kind kind, String stream, long sequence) {

  /// What a confirmed message is.
  public sealed interface Kind {

    /// A message to another node.
    ///
    /// @param id its id
    record Sent(String id) implements Kind {}

    /// An answer.
    ///
    /// @param token its deduplication token
    record Answered(String token) implements Kind {}
  }
}
