package io.steward.runtime.process;

import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.concurrent.LoggedTask;
import io.steward.runtime.ledger.LedgerEntry;
import java.io.IOException;
import java.util.Map;

/// Records the outcomes of the commands of one process, and counts them.
///
/// @param host has the ledger that stores them
/// @param subject of the process
/// @param stats of the process
/// @param retry retries writing the ledger
record OutcomeRecorder(ProcessHost host, Subject subject, ProcessStats stats, LedgerRetry retry) {

  void end(LedgerEntry entry, State.Terminal state, String reason) throws InterruptedException {
    end(entry, state, Map.of("reason", reason));
  }

  void end(LedgerEntry entry, State.Terminal state, Map<String, Object> details)
      throws InterruptedException {
    if (retry.retry(() -> host.outcomes().end(entry, state, details))) {
      recordOutcome(state, details);
    }
  }

  /// Records an outcome without waiting: the start of the next command is written after it, and
  /// waited for, so that both share an fsync.
  void endLater(LedgerEntry entry, State.Terminal state, Map<String, Object> details)
      throws InterruptedException {
    try {
      var _ =
          host.outcomes()
              .endLater(entry, state, details)
              .whenComplete((changed, failure) -> {
                if (failure != null) {
                  Thread.ofVirtual()
                      .start(
                          new LoggedTask(
                              "recording an outcome", () -> retryEnd(entry, state, details)));
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
    host.engine().metrics().stateReached(subject.toString(), state);
    stats.recordOutcome(state, String.valueOf(details.getOrDefault("reason", "")));
  }
}
