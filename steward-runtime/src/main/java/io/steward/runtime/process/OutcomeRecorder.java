package io.steward.runtime.process;

import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.ledger.LedgerEntry;
import java.io.IOException;
import java.util.Map;

/// Ends the commands of one process, and counts how.
///
/// @param host whose ledger keeps that
/// @param subject of the process
/// @param stats of the process
/// @param retry with which the ledger is written
record OutcomeRecorder(Host host, Subject subject, ProcessStats stats, LedgerRetry retry) {

  void end(LedgerEntry entry, State.Terminal state, String reason) throws InterruptedException {
    end(entry, state, Map.of("reason", reason));
  }

  void end(LedgerEntry entry, State.Terminal state, Map<String, Object> details)
      throws InterruptedException {
    if (retry.retry(() -> host.end(entry, state, details))) {
      recordOutcome(state, details);
    }
  }

  /// Ends a command without waiting: the next one's start is written after it, and waited for, so
  /// that both share an fsync.
  void endLater(LedgerEntry entry, State.Terminal state, Map<String, Object> details)
      throws InterruptedException {
    try {
      var _ =
          host.endLater(entry, state, details)
              .whenComplete((changed, failure) -> {
                if (failure != null) {
                  Thread.ofVirtual().start(() -> retryEnd(entry, state, details));
                } else if (changed) {
                  recordOutcome(state, details);
                }
              });
    } catch (IOException e) {
      end(entry, state, details);
    }
  }

  private void retryEnd(LedgerEntry entry, State.Terminal state, Map<String, Object> details) {
    try {
      end(entry, state, details);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt(); // the next start finds it running
    }
  }

  private void recordOutcome(State.Terminal state, Map<String, Object> details) {
    host.metrics().stateReached(subject.toString(), state);
    stats.recordOutcome(state, String.valueOf(details.getOrDefault("reason", "")));
  }
}
