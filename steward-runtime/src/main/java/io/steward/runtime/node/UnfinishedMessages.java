package io.steward.runtime.node;

import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.intake.UnboundSubject;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.ledger.OpenMessage;
import io.steward.runtime.process.CommandProcess;
import io.steward.runtime.process.ProcessHost;
import java.io.IOException;
import java.util.Map;

/// What a node accepted and did not end before it stopped or died: it is put back into its mailbox,
/// or ends.
///
/// @param processes the command processes by subject
record UnfinishedMessages(ProcessHost host, Map<Subject, CommandProcess> processes) {

  /// Resumes or ends each of them, before any process starts.
  ///
  /// @throws IOException if the ledger cannot be used
  void resume() throws IOException {
    host.ledger().recordStart();
    for (OpenMessage open : host.ledger().open()) {
      CommandProcess process = processes.get(open.entry().subject());
      if (open.state() == State.InProgress.ACCEPTED && isStartupCommand(open)) {
        end(open, State.Terminal.CANCELLED, "the node restarted before it ran");
      } else if (process == null) {
        String reason = UnboundSubject.reasonAfterRemoval(open.entry().subject());
        end(open, State.Terminal.REJECTED, reason);
      } else if (open.state() == State.InProgress.ACCEPTED || process.spec().repeatable()) {
        if (open.crashes() > 0) {
          host.poison().suspect(open.entry());
        }
        process.mailbox().restore(open.entry());
      } else {
        end(open, State.Terminal.UNKNOWN, "the node died while it ran, and it must not run twice");
      }
    }
  }

  private static boolean isStartupCommand(OpenMessage open) {
    return open.entry().trigger().filter(LedgerEntry.STARTUP::equals).isPresent();
  }

  private void end(OpenMessage open, State.Terminal state, String reason) throws IOException {
    State.Terminal terminal = open.state().next().contains(state) ? state : State.Terminal.UNKNOWN;
    if (host.outcomes().end(open.entry(), terminal, Map.of("reason", reason))) {
      host.engine().metrics().stateReached(open.entry().subject(), processes.keySet(), terminal);
    }
  }
}
