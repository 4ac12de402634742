package io.steward.runtime.process;

import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.ledger.Entry;
import java.io.IOException;
import java.util.Map;

/// Ends the commands of one process, and counts how.
///
/// @param host whose ledger keeps that
/// @param subject of the process
/// @param tally of the process
/// @param insistence with which the ledger is written
record Endings(Host host, Subject subject, Tally tally, Insistence insistence) {

  void end(Entry entry, State.Last state, String reason) throws InterruptedException {
    end(entry, state, Map.of("reason", reason));
  }

  void end(Entry entry, State.Last state, Map<String, Object> details) throws InterruptedException {
    if (insistence.on(() -> host.end(entry, state, details))) {
      ended(state, details);
    }
  }

  /// Ends a command without waiting: the next one's start is written after it, and waited for, so
  /// that both share an fsync.
  void endLater(Entry entry, State.Last state, Map<String, Object> details)
      throws InterruptedException {
    try {
      var _ =
          host.endLater(entry, state, details)
              .whenComplete((changed, failure) -> {
                if (failure != null) {
                  Thread.ofVirtual().start(() -> endAtLast(entry, state, details));
                } else if (changed) {
                  ended(state, details);
                }
              });
    } catch (IOException e) {
      end(entry, state, details);
    }
  }

  private void endAtLast(Entry entry, State.Last state, Map<String, Object> details) {
    try {
      end(entry, state, details);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt(); // the next start finds it running
    }
  }

  private void ended(State.Last state, Map<String, Object> details) {
    host.meter().reached(subject.toString(), state);
    tally.ended(state, String.valueOf(details.getOrDefault("reason", "")));
  }
}
