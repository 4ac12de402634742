package io.steward.runtime.process;

import io.steward.api.State;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.ledger.OutboxMessage;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// Records how accepted messages end: the outcome in the ledger, and the answer that reports it in
/// the outbox, in one transaction.
public record OutcomeLedger(ProcessHost host) {

  /// Records the outcome of an accepted message and publishes it.
  ///
  /// @param details further fields of the outcome, of any size
  /// @return whether it had not ended before
  /// @throws IOException if it could not be made durable
  public boolean end(LedgerEntry entry, State.Terminal state, Map<String, Object> details)
      throws IOException {
    boolean ended = host.ledger().advance(entry.key(), state, answer(entry, state, details));
    afterEnd(entry);
    return ended;
  }

  /// Like {@link #end}, but completes on the ledger's own thread.
  CompletableFuture<Boolean> endLater(
      LedgerEntry entry, State.Terminal state, Map<String, Object> details) throws IOException {
    return host.ledger()
        .advanceLater(entry.key(), state, answer(entry, state, details))
        .whenComplete((ended, failure) -> {
          if (failure == null) {
            afterEnd(entry);
          }
        });
  }

  private void afterEnd(LedgerEntry entry) {
    host.arguments().discard(entry);
    if (entry.trigger().isPresent()) {
      // the unit's state shows the outcome of each schedule's last run
      host.engine().changes().notifyListener();
    }
  }

  private OutboxMessage answer(LedgerEntry entry, State.Terminal state, Map<String, Object> details)
      throws IOException {
    return host.answers().terminal(entry, state, details, host.ledger().bodies());
  }
}
