package io.steward.distribution.faults;

import java.time.Instant;
import java.util.Optional;

/// A message that was sent, or may have been.
///
/// @param id its id
/// @param sender the sender, which sends in order per subject
/// @param subject of the receiving process
/// @param kind the guarantee for it
/// @param stored whether the sender got the acknowledgement that it is stored
/// @param expires when it must no longer be started
record Sent(
    String id,
    String sender,
    String subject,
    Kind kind,
    boolean stored,
    Optional<Instant> expires) {

  /// The guarantee for a message.
  enum Kind {
    /// Its effect happens at most once.
    ONCE,
    /// Its effect happens, and may happen again after a crash.
    REPEATABLE,
    /// An event: its effect happens, and may happen again after a crash.
    EVENT
  }
}
