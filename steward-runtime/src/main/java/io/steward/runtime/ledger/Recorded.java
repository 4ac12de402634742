package io.steward.runtime.ledger;

/// What recording a message has found.
public enum Recorded {
  /// The message is new, and recorded.
  NEW,
  /// The same sender's message with this id is recorded already.
  DUPLICATE,
  /// Another sender's message has this id. Nothing was recorded, and nothing is answered: the
  /// subject for answers belongs to that message.
  ID_TAKEN;

  /// For a message that has come live and claims to be stored. A duplicate may have been stored
  /// anew by its sender, since the broker had lost it, and perhaps its answers too: that shows only
  /// when it is read from its stream.
  ///
  /// @return this
  /// @throws IllegalStateException if it is a duplicate
  public Recorded requireNew() {
    if (this == DUPLICATE) {
      throw new IllegalStateException("a duplicate, which is to be read from its stream");
    }
    return this;
  }
}
