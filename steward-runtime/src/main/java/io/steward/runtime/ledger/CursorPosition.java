package io.steward.runtime.ledger;

import java.time.Instant;
import java.util.Optional;

/// Where a cursor rests: a message of its stream with a fingerprint, by which it is recognized. A
/// broker that was set back to an older state gives the sequence to another message.
///
/// @param sequence the sequence of the message; 0 at the beginning of the stream
/// @param digest of its content, for a live message, whose time is not known; empty if the cursor
///   rests between messages
/// @param stored when the broker stored it, which identifies it whatever is in it
public record CursorPosition(long sequence, String digest, Optional<Instant> stored) {

  /// Before the first message.
  public static final CursorPosition BEGINNING = between(0);

  /// A position for which no message of the cursor is known.
  public static CursorPosition between(long sequence) {
    return new CursorPosition(sequence, "", Optional.empty());
  }

  /// Whether it has a fingerprint.
  public boolean isVerifiable() {
    return stored.isPresent() || !digest.isEmpty();
  }

  /// Whether another position is that of the same message. What its sender has written into the
  /// headers may differ between the ways on which it is received; its time does not.
  public boolean matches(CursorPosition other) {
    boolean timesKnown = stored.isPresent() && other.stored.isPresent();
    return sequence == other.sequence
        && (timesKnown ? stored.equals(other.stored) : digest.equals(other.digest));
  }
}
