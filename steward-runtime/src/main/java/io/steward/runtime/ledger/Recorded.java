package io.steward.runtime.ledger;

/// What recording a message has found.
public enum Recorded {
  /// The message is new, and recorded.
  NEW,
  /// The same sender's message with this id is recorded already.
  DUPLICATE,
  /// Another sender's message has this id. Nothing was recorded, and nothing is answered: the
  /// subject for answers belongs to that message.
  ID_TAKEN
}
