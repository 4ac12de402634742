package io.steward.runtime.intake;

import io.steward.api.MessageType;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.concurrent.DeadlyError;
import io.steward.runtime.engine.MetricsListener.Ignored;
import io.steward.runtime.fleet.CancelRequest;
import io.steward.runtime.ledger.CursorAdvance;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.outbox.StoredAnswers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Decides about inbound commands: they are accepted into the ledger and the mailbox, or refused.
/// If the ledger cannot be written, they stay in their stream.
///
/// A live command is only accepted. One that is to be refused waits until it is read from its
/// stream: what is refused is not recorded, and only a step of the cursor keeps it from being
/// judged again.
final class CommandAdmission {

  private final IntakeContext context;
  private final CommandRecorder recorder;
  private final Addresses addresses;
  private final Supplier<? extends Map<Subject, ? extends CommandReceiver>> receivers;
  private final CancelListener cancellations;
  private final Subject cancel;
  private volatile String incarnation = "";
  private volatile StoredAnswers earlier = StoredAnswers.NONE;

  /// @param receivers the current receivers by subject
  CommandAdmission(
      IntakeContext context,
      Bus bus,
      Addresses addresses,
      Supplier<? extends Map<Subject, ? extends CommandReceiver>> receivers,
      CancelListener cancellations) {
    this.context = context;
    this.recorder = new CommandRecorder(context, bus, addresses, () -> receivers.get().keySet());
    this.addresses = addresses;
    this.receivers = receivers;
    this.cancellations = cancellations;
    this.cancel = CancelRequest.subject(context.engine().node());
  }

  /// Starts with an incarnation of the stream, or with its beginning.
  ///
  /// @param answered what this node answered before, which may not be in its ledger
  void startStream(String stream, StoredAnswers answered) {
    earlier = answered;
    incarnation = stream;
  }

  /// Everything that was stored has been read.
  void caughtUp() {
    earlier = StoredAnswers.NONE;
  }

  /// Accepts or refuses a command for a receiver.
  ///
  /// @param step to the command; empty if it is live
  Disposition admit(
      CommandReceiver receiver, InboundMessage inbound, Optional<CursorAdvance> step) {
    return skipIfUnreadable(inbound, step, () -> decide(receiver, inbound, step));
  }

  private Disposition skipIfUnreadable(
      InboundMessage inbound, Optional<CursorAdvance> step, Supplier<Disposition> judgement) {
    try {
      return judgement.get();
    } catch (UncheckedIOException e) {
      throw e; // the ledger or the broker, not the message
    } catch (RuntimeException | Error e) { // a bug, which must not keep it from the next message
      DeadlyError.rethrow(e);
      return recorder.skip(Ignored.UNREADABLE, inbound.subject() + ": " + e, step);
    }
  }

  private Disposition decide(
      CommandReceiver receiver, InboundMessage inbound, Optional<CursorAdvance> step) {
    return switch (context
        .policy()
        .decide(inbound, receiver.subject(), receiver::allows, incarnation)) {
      case AdmissionPolicy.Decision.Reject(
              LedgerEntry entry,
              State.Terminal state,
              String reason) ->
          mustBeRead(inbound, step)
              ? new Disposition.Deferred()
              : recorder.end(entry, state, reason, step);
      case AdmissionPolicy.Decision.Accept(LedgerEntry entry) ->
          mustBeRead(inbound, step) && !AdmissionPolicy.hasUsableId(inbound)
              ? new Disposition.Deferred()
              : admit(receiver, inbound, entry, step);
    };
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
    try {
      if (entry.subject().equals(cancel)) {
        cancellations.onCancellation(entry);
      }
      return recorder.accept(receiver.mailbox(), entry, step, inbound.isStored());
    } catch (RuntimeException | Error e) {
      receiver.mailbox().releaseReservation(entry);
      throw e;
    }
  }

  /// Refuses a command that no receiver is bound for.
  ///
  /// @param step to the command; empty if it is live
  /// @param withCursor the subjects that have cursors of their own
  Disposition refuseUnbound(
      InboundMessage inbound, Optional<CursorAdvance> step, Set<Subject> withCursor) {
    return skipIfUnreadable(inbound, step, () -> decideUnbound(inbound, step, withCursor));
  }

  private Disposition decideUnbound(
      InboundMessage inbound, Optional<CursorAdvance> step, Set<Subject> withCursor) {
    if (mustBeRead(inbound, step)) {
      return new Disposition.Deferred();
    }
    Subject subject;
    try {
      subject = UnboundSubject.of(inbound, addresses);
    } catch (IllegalArgumentException e) {
      return recorder.skip(Ignored.INVALID_SUBJECT, String.valueOf(e.getMessage()), step);
    }
    if (withCursor.contains(subject) || subject.type() != MessageType.COMMAND) {
      return new Disposition.Skipped();
    }
    if (receivers.get().containsKey(subject)) {
      return new Disposition.Deferred(); // it is about to get one
    }
    String reason = UnboundSubject.reason(subject, receivers.get().keySet());
    return recorder.refuse(entry(inbound, subject), reason, step);
  }

  /// Refuses a live command that is stored in another stream than those of this node.
  void refuseElsewhere(InboundMessage inbound, Subject subject, String stream) {
    var _ =
        recorder.refuse(
            entry(inbound, subject),
            "it is stored in "
                + stream
                + "; a command to this node is stored on "
                + addresses.storedSubject(subject),
            Optional.empty());
  }

  private LedgerEntry entry(InboundMessage inbound, Subject subject) {
    return switch (context.policy().decide(inbound, subject, sender -> true, incarnation)) {
      case AdmissionPolicy.Decision.Accept(LedgerEntry accepted) -> accepted;
      case AdmissionPolicy.Decision.Reject(LedgerEntry refused, State.Terminal _, String _) ->
          refused;
    };
  }

  /// Concludes a command that this node answered before, although its ledger does not know it.
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
      return Optional.of(recorder.repeat(entry, before.get(), step.get()));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // read the stream again rather than run the command twice
    }
  }
}
