package io.steward.runtime.ledger;

import io.steward.api.State;

/// A message that has not ended.
///
/// @param entry the entry, as it was accepted
/// @param state its state
/// @param crashes how many times in a row the node died since it began to run
public record OpenMessage(LedgerEntry entry, State state, int crashes) {}
