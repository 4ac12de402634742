package io.steward.runtime.intake;

import io.steward.runtime.ledger.LedgerEntry;

/// Where accepted commands wait for their execution. A place is reserved before a command is
/// written to the ledger, and filled once it is durable.
public interface Mailbox {

  /// Reserves a place.
  ///
  /// @return whether there was room
  boolean reserve(LedgerEntry entry);

  /// Releases a place that is not needed.
  void releaseReservation(LedgerEntry entry);

  /// Fills the place that was reserved for a command.
  void put(LedgerEntry entry);
}
