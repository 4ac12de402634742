package io.steward.runtime.builtin;

import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.intake.AdmissionPolicy;
import io.steward.runtime.intake.UnboundSubject;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.ledger.Recorded;
import io.steward.runtime.ledger.ScheduleAdvance;
import io.steward.runtime.process.BoundedMailbox;
import io.steward.runtime.process.CommandProcess;
import io.steward.runtime.process.ProcessHost;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Accepts commands that do not come from a message into the ledger and the mailbox, as if they
/// were inbound. They need no broker.
///
/// @param host of the processes
/// @param processes the current processes by subject
public record LocalRuns(ProcessHost host, Supplier<Map<Subject, CommandProcess>> processes) {

  private static final Logger log = LoggerFactory.getLogger(LocalRuns.class);

  /// Why a run must be rejected, if it must: its subject is no longer bound, or its sender no
  /// longer allowed.
  Optional<String> rejectReason(LedgerEntry entry) {
    CommandProcess process = processes.get().get(entry.subject());
    if (process == null) {
      return Optional.of(UnboundSubject.reasonAfterRemoval(entry.subject()));
    }
    return process.allows(entry.from())
        ? Optional.empty()
        : Optional.of(AdmissionPolicy.senderNotAllowed(entry.from(), entry.subject()));
  }

  /// Accepts the run of a schedule, and returns when it is durable.
  ///
  /// @return whether there was room for it; if not, nothing has changed
  /// @throws IOException if it could not be made durable; then nothing has changed
  boolean accept(LedgerEntry entry, ScheduleAdvance step) throws IOException {
    BoundedMailbox mailbox = process(entry).mailbox();
    if (!mailbox.reserve(entry)) {
      return false;
    }
    var _ =
        await(
            host.ledger()
                .acceptLater(entry, host.answers().accepted(entry), step)
                .whenComplete((recorded, failure) -> {
                  if (failure == null && recorded == Recorded.NEW) {
                    countState(entry, State.InProgress.ACCEPTED);
                    mailbox.put(entry);
                  } else {
                    mailbox.releaseReservation(entry);
                  }
                }));
    return true;
  }

  /// Accepts a startup command even if the mailbox has no room, and returns when it is durable.
  ///
  /// @throws IOException if it could not be made durable; then nothing has changed
  void accept(LedgerEntry entry) throws IOException {
    BoundedMailbox mailbox = process(entry).mailbox();
    var _ =
        await(
            host.ledger()
                .acceptLater(entry, host.answers().accepted(entry), Optional.empty())
                .thenApply(recorded -> {
                  countState(entry, State.InProgress.ACCEPTED);
                  mailbox.restore(entry);
                  return recorded;
                }));
  }

  private CommandProcess process(LedgerEntry entry) {
    CommandProcess process = processes.get().get(entry.subject());
    if (process == null) {
      throw new IllegalStateException("nothing handles " + entry.subject());
    }
    return process;
  }

  /// Rejects a run, and returns when that is durable.
  ///
  /// @throws IOException if it could not be made durable; then nothing has changed
  void reject(LedgerEntry entry, String reason, ScheduleAdvance step) throws IOException {
    log.info("{} on {}: {}", entry.trigger().orElse(""), entry.subject(), reason);
    Recorded recorded =
        await(
            host.ledger()
                .concludeLater(
                    entry,
                    State.Terminal.REJECTED,
                    host.answers()
                        .terminal(entry, State.Terminal.REJECTED, Map.of("reason", reason)),
                    step));
    if (recorded == Recorded.NEW) {
      countState(entry, State.Terminal.REJECTED);
    }
  }

  private void countState(LedgerEntry entry, State state) {
    host.engine().metrics().stateReached(entry.subject(), processes.get().keySet(), state);
  }

  private static Recorded await(CompletableFuture<Recorded> done) throws IOException {
    try {
      return done.join();
    } catch (CompletionException e) {
      throw new IOException("the ledger cannot be written: " + e.getMessage(), e);
    }
  }
}
