package io.steward.runtime.ledger;

import java.time.Instant;
import java.util.Optional;

/// Where a cursor rests: a message of its stream with a fingerprint, by which it is recognized. A
/// broker that was set back to an older state gives the sequence to another message.
///
/// @param sequence the sequence of the message; 0 at the beginning of the stream
/// @param digest of its content; empty if the cursor rests between messages
/// @param stored when the broker stored it, to the millisecond; the same content may be stored
///   again
public record CursorPosition(long sequence, String digest, Optional<Instant> stored) {

  /// Before the first message.
  public static final CursorPosition BEGINNING = between(0);

  /// A position for which no message of the cursor is known.
  public static CursorPosition between(long sequence) {
    return new CursorPosition(sequence, "", Optional.empty());
  }

  /// Whether it has a fingerprint.
  public boolean isVerifiable() {
    return !digest.isEmpty();
  }

  /// Whether another position is that of the same message.
  public boolean matches(CursorPosition other) {
    return sequence == other.sequence
        && digest.equals(other.digest)
        && (stored.isEmpty() || other.stored.isEmpty() || stored.equals(other.stored));
  }
}
