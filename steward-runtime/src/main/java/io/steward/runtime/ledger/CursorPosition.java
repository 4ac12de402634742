package io.steward.runtime.ledger;

import java.time.Instant;
import java.util.Optional;

/// Where a cursor rests. A broker that was set back to an older state gives the sequence to another
/// message, but not the time, which no sender can write.
///
/// @param sequence the sequence of a message in its stream; 0 at the beginning
/// @param stored when the broker stored that message; empty if the cursor rests between messages
public record CursorPosition(long sequence, Optional<Instant> stored) {

  /// Before the first message.
  public static final CursorPosition BEGINNING = between(0);

  /// A position for which no message of the cursor is known.
  public static CursorPosition between(long sequence) {
    return new CursorPosition(sequence, Optional.empty());
  }

  /// Whether it is that of a message, which can be compared with what the stream has there.
  public boolean isVerifiable() {
    return stored.isPresent();
  }
}
