package io.steward.runtime.emulation;

import io.steward.api.Domain;
import io.steward.api.MessageType;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.databind.Binder;
import io.steward.runtime.databind.Document;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.fleet.CancelRequest;
import io.steward.runtime.intake.AdmissionPolicy;
import io.steward.runtime.intake.Disposition;
import io.steward.runtime.intake.UnboundSubject;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.outbox.AnswerFactory;
import io.steward.runtime.outbox.StoredAnswers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Admits or rejects the messages for an emulated unit. Every sender is authorized.
final class EmulatedAdmission {

  private static final Disposition RECORDED =
      new Disposition.Recorded(CompletableFuture.completedStage(null)); // in memory

  private static final Duration MAX_EXPIRY = Duration.ofDays(7);

  private final Addresses addresses;
  private final AdmissionPolicy policy;
  private final AnswerFactory answers;
  private final MemoryLedger ledger;
  private final EmulatedOutbox outbox;
  private final EmulatedShell shell;
  private final Subject cancel;
  private final Subject command;
  private volatile String incarnation = "";
  private volatile StoredAnswers earlier = StoredAnswers.NONE;

  EmulatedAdmission(
      Addresses addresses,
      AnswerFactory answers,
      MemoryLedger ledger,
      EmulatedOutbox outbox,
      EmulatedShell shell) {
    this.addresses = addresses;
    this.policy = new AdmissionPolicy(answers.clock(), MAX_EXPIRY);
    this.answers = answers;
    this.ledger = ledger;
    this.outbox = outbox;
    this.shell = shell;
    this.cancel = CancelRequest.subject(answers.node());
    this.command = command(answers.node());
  }

  /// The subject of a unit's shell commands.
  static Subject command(NodeName node) {
    return Subject.command(node, new MethodName("shellcommand"), new Domain("operatingsystem"));
  }

  /// The arguments of a cancellation.
  record Cancelled(String subject, String id, Optional<String> sender) {}

  /// Starts reading an incarnation of the stream.
  ///
  /// @param answered what this unit answered before its ledger began
  void startAt(String stream, StoredAnswers answered) {
    earlier = answered;
    incarnation = stream;
  }

  /// All stored messages have been read.
  void caughtUp() {
    earlier = StoredAnswers.NONE;
  }

  /// Handles a message for a bound subject, unless the mailbox is full, or it is live and must be
  /// read from its stream first.
  Disposition admit(Subject subject, InboundMessage message) {
    if (mustBeRead(message) && !AdmissionPolicy.hasUsableId(message)) {
      return new Disposition.Deferred();
    }
    switch (policy.decide(message, subject, sender -> true, incarnation)) {
      case AdmissionPolicy.Decision.Reject(
              LedgerEntry entry,
              State.Terminal state,
              String reason) -> {
        if (mustBeRead(message)) {
          return new Disposition.Deferred();
        }
        reject(entry, state, reason);
      }
      case AdmissionPolicy.Decision.Accept(LedgerEntry entry) -> {
        if (ledger.state(entry.id()).isPresent() || isAnswered(entry)) {
          break;
        }
        if (subject.equals(cancel)) {
          cancel(entry);
        } else if (shell.hasRoom()) {
          accept(entry);
          shell.enqueue(entry);
        } else {
          return new Disposition.Deferred();
        }
      }
    }
    return RECORDED;
  }

  private static boolean mustBeRead(InboundMessage message) {
    return message.isStored() && !message.isRead();
  }

  /// Rejects a message for a subject that is not bound.
  Disposition admitUnbound(InboundMessage message) {
    if (mustBeRead(message)) {
      return new Disposition.Deferred();
    }
    Subject subject;
    try {
      subject = UnboundSubject.of(message, addresses);
    } catch (IllegalArgumentException e) {
      return RECORDED; // nobody can be told
    }
    if (subject.equals(cancel)
        || subject.equals(command)
        || subject.type() != MessageType.COMMAND) {
      return new Disposition.Skipped(); // it has a cursor of its own
    }
    switch (policy.decide(message, subject, sender -> true, incarnation)) {
      case AdmissionPolicy.Decision.Reject(LedgerEntry entry, State.Terminal _, String _) ->
          rejectUnbound(entry);
      case AdmissionPolicy.Decision.Accept(LedgerEntry entry) -> rejectUnbound(entry);
    }
    return RECORDED;
  }

  private void rejectUnbound(LedgerEntry unbound) {
    LedgerEntry entry = unbound.withoutReplyTo();
    String reason = UnboundSubject.reason(entry.subject(), List.of(cancel, command));
    reject(entry, State.Terminal.REJECTED, reason);
  }

  private void accept(LedgerEntry entry) {
    ledger.add(entry, State.InProgress.ACCEPTED);
    outbox.publish(answers.accepted(entry));
  }

  private void reject(LedgerEntry entry, State.Terminal state, String reason) {
    if (ledger.add(entry, state)) {
      outbox.publish(answers.terminal(entry, state, Map.of("reason", reason)));
    }
  }

  private void cancel(LedgerEntry entry) {
    String id;
    try {
      Document document = Document.json("arguments", entry.body());
      id = Binder.bind(document, Cancelled.class).id();
    } catch (ProblemsException e) {
      reject(entry, State.Terminal.REJECTED, String.valueOf(e.problems().getFirst()));
      return;
    }
    accept(entry);
    String state = ledger.state(id).map(State::word).orElse("not here yet");
    ledger.cancel(id);
    shell.cancel(id, entry.from().value());
    ledger.advance(entry.id(), State.Terminal.SUCCEEDED);
    outbox.publish(
        answers.terminal(
            entry, State.Terminal.SUCCEEDED, Map.of("result", Map.of("id", id, "found", state))));
  }

  /// Whether a message was answered before this ledger began, and so must not be executed again. If
  /// it had not ended when the earlier ledger was lost, its outcome is unknown.
  private boolean isAnswered(LedgerEntry entry) {
    Optional<State> before = earlier.state(entry.key());
    if (before.isEmpty()) {
      return false;
    }
    if (before.get() instanceof State.Terminal terminal) {
      ledger.add(entry, terminal);
    } else {
      reject(entry, State.Terminal.UNKNOWN, StoredAnswers.LEDGER_LOST);
    }
    return true;
  }
}
