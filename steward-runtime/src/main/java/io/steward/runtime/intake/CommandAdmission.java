package io.steward.runtime.intake;

import io.steward.api.MessageType;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.engine.MetricsListener.Ignored;
import io.steward.runtime.fleet.CancelRequest;
import io.steward.runtime.ledger.CursorAdvance;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.ledger.OutboxMessage;
import io.steward.runtime.ledger.Recorded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Accepts inbound commands into the ledger and the mailbox, or refuses them. If the ledger cannot
/// be written, commands stay in their stream.
///
/// A live command is only accepted. One that is to be refused waits until it is read from its
/// stream: what is refused is not recorded, and only a step of the cursor keeps it from being
/// judged again.
final class CommandAdmission {

  private static final Logger log = LoggerFactory.getLogger(CommandAdmission.class);

  private final IntakeContext context;
  private final Bus bus;
  private final Addresses addresses;
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
    this.receivers = receivers;
    this.cancellations = cancellations;
    this.cancel = CancelRequest.subject(context.engine().node());
  }

  /// Starts with an incarnation of the stream, or with its beginning.
  ///
  /// @param answered what this node answered before, which may not be in its ledger
  void startStream(String stream, EarlierAnswers answered) {
    earlier = answered;
    incarnation = stream;
  }

  /// Everything that was stored has been read.
  void caughtUp() {
    earlier = EarlierAnswers.NONE;
  }

  /// Accepts or refuses a command for a receiver.
  ///
  /// @param step to the command; empty if it is live
  Disposition admit(
      CommandReceiver receiver, InboundMessage inbound, Optional<CursorAdvance> step) {
    try {
      return switch (context
          .policy()
          .decide(inbound, receiver.subject(), receiver::allows, incarnation)) {
        case AdmissionPolicy.Decision.Reject(
                LedgerEntry entry,
                State.Terminal state,
                String reason) ->
            mustBeRead(inbound, step)
                ? new Disposition.Deferred()
                : end(entry, state, reason, step);
        case AdmissionPolicy.Decision.Accept(LedgerEntry entry) ->
            mustBeRead(inbound, step) && !AdmissionPolicy.hasUsableId(inbound)
                ? new Disposition.Deferred()
                : admit(receiver, inbound, entry, step);
      };
    } catch (UncheckedIOException e) {
      throw e; // the ledger or the broker, not the message
    } catch (RuntimeException e) { // a bug, which must not keep the node from the next message
      return skip(Ignored.UNREADABLE, inbound.subject() + ": " + e, step);
    }
  }

  /// Whether a live message says that it is stored: then it will be read.
  private static boolean mustBeRead(InboundMessage inbound, Optional<CursorAdvance> step) {
    return step.isEmpty() && inbound.isStored();
  }

  private Disposition admit(
      CommandReceiver receiver,
      InboundMessage inbound,
      LedgerEntry entry,
      Optional<CursorAdvance> step) {
    Optional<Disposition> before = concludeIfAnsweredBefore(entry, step);
    if (before.isPresent()) {
      return before.get();
    }
    if (!receiver.mailbox().reserve(entry)) {
      return new Disposition.Deferred();
    }
    if (entry.subject().equals(cancel)) {
      cancellations.onCancellation(entry);
    }
    return accept(receiver.mailbox(), entry, step, inbound.isStored());
  }

  /// Refuses a command that no receiver is bound for.
  ///
  /// @param step to the command; empty if it is live
  /// @param withCursor the subjects that have cursors of their own
  Disposition refuseUnbound(
      InboundMessage inbound, Optional<CursorAdvance> step, Set<Subject> withCursor) {
    if (mustBeRead(inbound, step)) {
      return new Disposition.Deferred();
    }
    Subject subject;
    try {
      subject = UnboundSubject.of(inbound, addresses);
    } catch (IllegalArgumentException e) {
      return skip(Ignored.INVALID_SUBJECT, String.valueOf(e.getMessage()), step);
    }
    if (withCursor.contains(subject) || subject.type() != MessageType.COMMAND) {
      return new Disposition.Skipped();
    }
    if (receivers.get().containsKey(subject)) {
      return new Disposition.Deferred(); // it is about to get one
    }
    String reason = UnboundSubject.reason(subject, receivers.get().keySet());
    return refuse(entry(inbound, subject), reason, step);
  }

  /// Refuses a live command that is stored in another stream than those of this node.
  void refuseElsewhere(InboundMessage inbound, Subject subject, String stream) {
    var _ =
        refuse(
            entry(inbound, subject),
            "it is stored in " + stream + ", which is not the stream of this node",
            Optional.empty());
  }

  private LedgerEntry entry(InboundMessage inbound, Subject subject) {
    return switch (context.policy().decide(inbound, subject, sender -> true, incarnation)) {
      case AdmissionPolicy.Decision.Accept(LedgerEntry accepted) -> accepted;
      case AdmissionPolicy.Decision.Reject(LedgerEntry refused, State.Terminal _, String _) ->
          refused;
    };
  }

  /// Steps over a message that nobody can be told about.
  private Disposition skip(Ignored why, String detail, Optional<CursorAdvance> step) {
    context.refusals().ignore(why, detail);
    return step.<Disposition>map(
            made -> new Disposition.Recorded(context.ledger().cursors().advance(made)))
        .orElseGet(Disposition.Skipped::new);
  }

  private Disposition accept(
      Mailbox mailbox, LedgerEntry entry, Optional<CursorAdvance> step, boolean stored) {
    return new Disposition.Recorded(
        context
            .ledger()
            .acceptLater(entry, context.answers().accepted(entry), step)
            .whenComplete((recorded, failure) -> {
              if (failure == null && recorded == Recorded.NEW) {
                ledgerFailing.set(false);
                countState(entry, State.InProgress.ACCEPTED);
                mailbox.put(entry);
              } else {
                mailbox.releaseReservation(entry);
                onNotNew(entry, recorded, failure, stored);
              }
            })
            .thenApply(recorded -> stored && step.isEmpty() ? recorded.requireNew() : recorded));
  }

  private Disposition end(
      LedgerEntry entry, State.Terminal state, String reason, Optional<CursorAdvance> step) {
    return state == State.Terminal.REJECTED
        ? refuse(entry, reason, step)
        : conclude(entry, state, reason, step);
  }

  private Disposition refuse(LedgerEntry entry, String reason, Optional<CursorAdvance> step) {
    Optional<OutboxMessage> answer = context.refusals().answer(entry, reason);
    return ended(entry, State.Terminal.REJECTED, context.ledger().refuseLater(entry, answer, step));
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
      onLedgerFailure(entry, failure, stored);
    } else if (recorded == Recorded.ID_TAKEN) {
      context.refusals().ignore(Ignored.ID_TAKEN, entry.id() + " from " + entry.from());
    } else {
      context.arguments().discardIfEnded(entry, context.ledger()); // its first may not have ended
    }
  }

  private void countState(LedgerEntry entry, State state) {
    context.engine().metrics().stateReached(entry.subject(), receivers.get().keySet(), state);
  }

  /// The ledger could not be written: a stored message stays in its stream and is read again; the
  /// sender of an unstored one gets an answer.
  private void onLedgerFailure(LedgerEntry entry, Throwable failure, boolean stored) {
    if (!ledgerFailing.getAndSet(true)) {
      log.error("commands stay in their stream: {}", failure.getMessage());
    }
    if (!stored) {
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

  /// Concludes a command that this node answered before, although its ledger does not know it. If
  /// it had no outcome when the old ledger was lost, it ends as unknown.
  private Optional<Disposition> concludeIfAnsweredBefore(
      LedgerEntry entry, Optional<CursorAdvance> step) {
    Optional<State> before = earlier.state(entry.key());
    if (before.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (context.ledger().state(entry.key()).isPresent()) {
        return Optional.empty();
      }
      if (step.isEmpty()) {
        return Optional.of(new Disposition.Skipped());
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
    log.warn("{} was answered \"{}\" before; it does not run again", entry.id(), state.word());
    return new Disposition.Recorded(CompletableFuture.completedStage(null));
  }
}
