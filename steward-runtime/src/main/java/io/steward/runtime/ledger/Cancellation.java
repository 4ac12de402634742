package io.steward.runtime.ledger;

import io.steward.api.NodeName;
import java.util.Optional;

/// The wish of a sender that a command is not executed. It may come before its command, and is then
/// judged when the command comes.
///
/// @param key of the command
/// @param sender of the command; empty if it does not matter
/// @param by who cancels it
public record Cancellation(MessageKey key, Optional<NodeName> sender, NodeName by) {

  /// Whether it concerns this very command.
  public boolean concerns(LedgerEntry entry) {
    return key.equals(entry.key()) && sender.filter(name -> !name.equals(entry.from())).isEmpty();
  }
}
