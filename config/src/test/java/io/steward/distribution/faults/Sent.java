package io.steward.distribution.faults;

import java.time.Instant;
import java.util.Optional;

/// A message somebody sent, or tried to.
///
/// @param id its id
/// @param sender who sent it, one after the other for each subject
/// @param subject the process it is for
/// @param kind what is promised for it
/// @param stored whether the sender was told that it is stored
/// @param expires when it must not be started any more
record Sent(
    String id,
    String sender,
    String subject,
    Kind kind,
    boolean stored,
    Optional<Instant> expires) {

  /// What is promised for a message.
  enum Kind {
    /// Its effect happens at most once.
    ONCE,
    /// Its effect happens, and may again after a crash.
    REPEATABLE,
    /// An event: its effect happens, and may again after a crash.
    EVENT
  }
}
