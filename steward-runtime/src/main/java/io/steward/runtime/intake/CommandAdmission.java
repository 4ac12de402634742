package io.steward.runtime.intake;

import io.steward.api.MessageType;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.fleet.CancelRequest;
import io.steward.runtime.intake.SubjectCursor.Disposition;
import io.steward.runtime.ledger.CursorAdvance;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.ledger.OutboxMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Accepts inbound commands into the ledger and the mailbox, or rejects them. If the ledger cannot
/// be written, commands stay in their stream.
final class CommandAdmission {

  private static final Logger log = LoggerFactory.getLogger(CommandAdmission.class);

  private final IntakeContext context;
  private final Bus bus;
  private final Addresses addresses;
  private final AdmissionPolicy policy;
  private final Supplier<? extends Map<Subject, ? extends CommandReceiver>> receivers;
  private final CancelListener cancellations;
  private final Subject cancel;
  private final AtomicBoolean ledgerFailing = new AtomicBoolean();
  private volatile String incarnation = "";
  private volatile EarlierAnswers earlier = EarlierAnswers.NONE;

  /// @param receivers the current receivers by subject
  CommandAdmission(
      IntakeContext context,
      Bus bus,
      Addresses addresses,
      Supplier<? extends Map<Subject, ? extends CommandReceiver>> receivers,
      CancelListener cancellations) {
    this.context = context;
    this.bus = bus;
    this.addresses = addresses;
    this.policy = new AdmissionPolicy(context.engine().clock());
    this.receivers = receivers;
    this.cancellations = cancellations;
    this.cancel = CancelRequest.subject(context.engine().node());
  }

  /// Starts with an incarnation of the stream.
  ///
  /// @param answered what this node answered before its ledger was created
  void startStream(String stream, EarlierAnswers answered) {
    earlier = answered;
    incarnation = stream;
  }

  /// Everything that was stored has been read.
  void caughtUp() {
    earlier = EarlierAnswers.NONE;
  }

  /// The id of a stored message.
  String id(InboundMessage inbound) {
    return policy.id(inbound, incarnation);
  }

  /// Accepts or rejects a command for a receiver.
  ///
  /// @param step to the command; empty if it is not stored
  Disposition admit(
      CommandReceiver receiver, InboundMessage inbound, Optional<CursorAdvance> step) {
    return switch (policy.decide(inbound, receiver.subject(), receiver::allows, incarnation)) {
      case AdmissionPolicy.Decision.Reject(
              LedgerEntry entry,
              State.Terminal state,
              String reason) ->
          conclude(entry, state, reason, step);
      case AdmissionPolicy.Decision.Accept(LedgerEntry entry) -> {
        Optional<Disposition> before = concludeIfAnsweredBefore(entry, step);
        if (before.isPresent()) {
          yield before.get();
        }
        if (!receiver.mailbox().reserve(entry)) {
          yield new Disposition.NoRoom();
        }
        if (entry.subject().equals(cancel)) {
          cancellations.onCancellation(entry);
        }
        yield accept(receiver.mailbox(), entry, step);
      }
    };
  }

  /// Rejects a command that no receiver is bound for.
  ///
  /// @param step to the command; empty if it is not stored
  Disposition rejectUnbound(InboundMessage inbound, Optional<CursorAdvance> step) {
    Subject subject;
    try {
      subject = UnboundSubject.of(inbound, addresses);
    } catch (IllegalArgumentException e) {
      return skip("its subject is not valid: " + e.getMessage(), step);
    }
    if (receivers.get().containsKey(subject) || subject.type() != MessageType.COMMAND) {
      return new Disposition.Skipped(); // it has a cursor of its own
    }
    LedgerEntry entry =
        switch (policy.decide(inbound, subject, sender -> true, incarnation)) {
          case AdmissionPolicy.Decision.Accept(LedgerEntry accepted) -> accepted.withoutReplyTo();
          case AdmissionPolicy.Decision.Reject(LedgerEntry refused, State.Terminal _, String _) ->
              refused;
        };
    String reason = UnboundSubject.reason(subject, receivers.get().keySet());
    return conclude(entry, State.Terminal.REJECTED, reason, step);
  }

  /// Steps over a message that nobody can be told about.
  private Disposition skip(String reason, Optional<CursorAdvance> step) {
    log.warn("a message is ignored: {}", reason);
    return step.<Disposition>map(made -> new Disposition.Recorded(context.ledger().advance(made)))
        .orElseGet(Disposition.Skipped::new);
  }

  private Disposition accept(Mailbox mailbox, LedgerEntry entry, Optional<CursorAdvance> step) {
    return new Disposition.Recorded(
        context
            .ledger()
            .acceptLater(entry, context.answers().accepted(entry), step)
            .whenComplete((fresh, failure) -> {
              if (failure != null) {
                mailbox.releaseReservation(entry);
                onLedgerFailure(entry, failure);
                return;
              }
              ledgerFailing.set(false);
              if (fresh) {
                countState(entry, State.InProgress.ACCEPTED);
                mailbox.put(entry);
              } else {
                mailbox.releaseReservation(entry);
                context.arguments().discardIfEnded(entry, context.ledger());
              }
            }));
  }

  private Disposition conclude(
      LedgerEntry entry, State.Terminal state, String reason, Optional<CursorAdvance> step) {
    log.info(
        "{} from {} on {}: {}, {}",
        entry.id(),
        entry.from(),
        entry.subject(),
        state.word(),
        reason);
    OutboxMessage answer = context.answers().terminal(entry, state, Map.of("reason", reason));
    return new Disposition.Recorded(
        context
            .ledger()
            .concludeLater(entry, state, answer, step)
            .whenComplete((fresh, failure) -> {
              if (failure != null) {
                onLedgerFailure(entry, failure);
              } else {
                if (fresh) {
                  countState(entry, state);
                }
                // it may duplicate one that has not ended
                context.arguments().discardIfEnded(entry, context.ledger());
              }
            }));
  }

  private void countState(LedgerEntry entry, State state) {
    context.engine().metrics().stateReached(entry.subject(), receivers.get().keySet(), state);
  }

  /// The ledger could not be written: a stored message stays in its stream and is read again; the
  /// sender of an unstored one gets an answer.
  private void onLedgerFailure(LedgerEntry entry, Throwable failure) {
    if (!ledgerFailing.getAndSet(true)) {
      log.error("commands stay in their stream: {}", failure.getMessage());
    }
    if (entry.sequence() == 0) {
      rejectUnstored(entry, failure);
    }
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

  /// Concludes a command that was answered before this ledger was created. If it had no outcome
  /// when the old ledger was lost, it ends as unknown.
  private Optional<Disposition> concludeIfAnsweredBefore(
      LedgerEntry entry, Optional<CursorAdvance> step) {
    Optional<State> before = earlier.state(entry.id());
    if (before.isEmpty() || step.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (context.ledger().state(entry.id()).isPresent()) {
        return Optional.empty();
      }
      return Optional.of(
          before.get() instanceof State.Terminal terminal
              ? remember(entry, terminal, step.get())
              : conclude(entry, State.Terminal.UNKNOWN, EarlierAnswers.LEDGER_LOST, step));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // read the stream again rather than run the command twice
    }
  }

  private Disposition remember(LedgerEntry entry, State.Terminal state, CursorAdvance step)
      throws IOException {
    context.ledger().remember(entry, state, step);
    log.warn(
        "{} was answered \"{}\" before this ledger was created; it does not run again",
        entry.id(),
        state.word());
    return new Disposition.Recorded(CompletableFuture.completedStage(null));
  }
}
