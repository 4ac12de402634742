package io.steward.runtime.intake;

import io.steward.runtime.ledger.LedgerEntry;

/// Is told of each cancellation as soon as it arrives, before any command that is accepted after
/// it.
@FunctionalInterface
public interface CancelListener {

  /// A cancellation is about to be accepted.
  void onCancellation(LedgerEntry cancellation);
}
