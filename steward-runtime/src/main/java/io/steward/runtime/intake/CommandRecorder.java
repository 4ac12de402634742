package io.steward.runtime.intake;

import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.engine.MetricsListener.Ignored;
import io.steward.runtime.ledger.CursorAdvance;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.ledger.OutboxMessage;
import io.steward.runtime.ledger.Recorded;
import io.steward.runtime.outbox.StoredAnswers;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records in the ledger what was decided about commands, each with its answer and the step of the
/// cursor.
///
/// @param bus for answers to commands that can be neither recorded nor read again
/// @param bound the current subjects
record CommandRecorder(
    IntakeContext context, Bus bus, Addresses addresses, Supplier<Set<Subject>> bound) {

  private static final Logger log = LoggerFactory.getLogger(CommandRecorder.class);

  /// Accepts a command, and puts it into its mailbox.
  ///
  /// @param mailbox where there is room for it
  /// @param stored whether it is in its stream
  Disposition accept(
      Mailbox mailbox, LedgerEntry entry, Optional<CursorAdvance> step, boolean stored) {
    return new Disposition.Recorded(
        context
            .ledger()
            .acceptLater(entry, context.answers().accepted(entry), step)
            .whenComplete((recorded, failure) -> {
              if (failure == null && recorded == Recorded.NEW) {
                mailbox.put(entry); // first: it must run, whatever happens to its metrics
                countState(entry, State.InProgress.ACCEPTED);
              } else {
                mailbox.releaseReservation(entry);
                onNotNew(entry, recorded, failure, stored);
              }
            }));
  }

  /// Ends a command as it arrives.
  Disposition end(
      LedgerEntry entry, State.Terminal state, String reason, Optional<CursorAdvance> step) {
    return state == State.Terminal.REJECTED
        ? refuse(entry, reason, step)
        : conclude(entry, state, reason, step);
  }

  /// Rejects a command without a record of it.
  Disposition refuse(LedgerEntry entry, String reason, Optional<CursorAdvance> step) {
    return ended(entry, State.Terminal.REJECTED, context.refuse(entry, reason, step));
  }

  private Disposition conclude(
      LedgerEntry entry, State.Terminal state, String reason, Optional<CursorAdvance> step) {
    OutboxMessage answer = context.answers().terminal(entry, state, Map.of("reason", reason));
    log.info("{} on {}: {}, {}", entry.id(), entry.subject(), state.word(), reason);
    return ended(entry, state, context.ledger().concludeLater(entry, state, answer, step));
  }

  private Disposition ended(
      LedgerEntry entry, State.Terminal state, CompletableFuture<Recorded> done) {
    return new Disposition.Recorded(
        done.whenComplete((recorded, failure) -> {
          if (failure == null && recorded == Recorded.NEW) {
            countState(entry, state);
            context.arguments().discardIfEnded(entry, context.ledger());
          } else {
            onNotNew(entry, recorded, failure, true);
          }
        }));
  }

  private void onNotNew(
      LedgerEntry entry, @Nullable Recorded recorded, @Nullable Throwable failure, boolean stored) {
    if (failure != null) {
      if (!stored) { // one that is stored is read again
        rejectUnstored(entry, failure);
      }
    } else if (recorded == Recorded.ID_TAKEN) {
      context.refusals().ignore(Ignored.ID_TAKEN, entry.id() + " from " + entry.from());
    } else {
      context.arguments().discardIfEnded(entry, context.ledger()); // its first may not have ended
    }
  }

  private void countState(LedgerEntry entry, State state) {
    context.engine().metrics().stateReached(entry.subject(), bound.get(), state);
  }

  /// Rejects a command that is not stored. The answer is not recorded.
  private void rejectUnstored(LedgerEntry entry, Throwable failure) {
    OutboxMessage answer =
        context
            .answers()
            .terminal(
                entry,
                State.Terminal.REJECTED,
                Map.of("reason", "this node cannot store it: " + failure.getMessage()));
    Headers headers = new Headers(answer.headers());
    bus.publish(
        new OutboundMessage(
            addresses.liveReplySubject(entry.subject(), entry.id()), headers, answer.body()));
  }

  /// Steps over a message that nobody can be told about.
  Disposition skip(Ignored why, String detail, Optional<CursorAdvance> step) {
    context.refusals().ignore(why, detail);
    return step.<Disposition>map(
            made -> new Disposition.Recorded(context.ledger().cursors().advance(made)))
        .orElseGet(Disposition.Skipped::new);
  }

  /// Records a command that this node answered before, although its ledger does not know it. If it
  /// had no outcome when the old ledger was lost, it ends as unknown.
  ///
  /// @param before the last state of those answers
  Disposition repeat(LedgerEntry entry, State before, CursorAdvance step) throws IOException {
    if (before instanceof State.Terminal terminal) {
      context.ledger().remember(entry, terminal, step);
      log.warn("{} was answered \"{}\" before; it does not run again", entry.id(), before.word());
      return new Disposition.Recorded(CompletableFuture.completedStage(null));
    }
    return conclude(entry, State.Terminal.UNKNOWN, StoredAnswers.LEDGER_LOST, Optional.of(step));
  }
}
