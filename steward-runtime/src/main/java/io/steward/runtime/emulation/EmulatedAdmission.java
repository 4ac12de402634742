package io.steward.runtime.emulation;

import io.steward.api.Domain;
import io.steward.api.MessageType;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.databind.Binder;
import io.steward.runtime.databind.Document;
import io.steward.runtime.databind.NearestWord;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.fleet.CancelRequest;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.process.AdmissionPolicy;
import io.steward.runtime.process.AnswerFactory;
import io.steward.runtime.process.SubjectCursor;
import java.util.List;
import java.util.Map;

/// Decides what becomes of what came in for an emulated unit. Anybody may send.
final class EmulatedAdmission {

  private final Addresses addresses;
  private final AdmissionPolicy policy;
  private final AnswerFactory answers;
  private final MemoryLedger ledger;
  private final EmulatedOutbox outbox;
  private final EmulatedShell shell;
  private final Subject cancel;
  private final Subject command;
  private volatile String incarnation = "";
  private volatile Map<String, State> answered = Map.of();

  EmulatedAdmission(
      Addresses addresses,
      AnswerFactory answers,
      MemoryLedger ledger,
      EmulatedOutbox outbox,
      EmulatedShell shell) {
    this.addresses = addresses;
    this.policy = new AdmissionPolicy(answers.clock());
    this.answers = answers;
    this.ledger = ledger;
    this.outbox = outbox;
    this.shell = shell;
    this.cancel = CancelRequest.subject(answers.node());
    this.command = command(answers.node());
  }

  /// Where a unit is told what to run.
  static Subject command(NodeName node) {
    return Subject.command(node, new MethodName("shellcommand"), new Domain("operatingsystem"));
  }

  /// What a cancellation takes.
  record Cancelled(String id) {}

  /// What comes is from this incarnation of its stream.
  ///
  /// @param before what this unit answered before its ledger began, by id
  void begin(String stream, Map<String, State> before) {
    answered = before;
    incarnation = stream;
  }

  /// All that was stored has come.
  void seasoned() {
    answered = Map.of();
  }

  /// The id of what was stored.
  String id(InboundMessage delivery) {
    return policy.id(delivery, incarnation);
  }

  /// Whether a message was taken before.
  boolean knows(String id) {
    return ledger.state(id).isPresent();
  }

  /// Takes what came in on a subject, or leaves it where there is no room for it.
  ///
  /// @return whether it was taken
  boolean take(Subject subject, SubjectCursor cursor, InboundMessage delivery) {
    switch (policy.decide(delivery, subject, sender -> true, incarnation)) {
      case AdmissionPolicy.Decision.Reject(
              LedgerEntry entry,
              State.Terminal state,
              String reason) ->
          refuse(entry, state, reason);
      case AdmissionPolicy.Decision.Accept(LedgerEntry entry) -> {
        if (ledger.state(entry.id()).isPresent() || isAnswered(entry)) {
          break;
        }
        if (subject.equals(cancel)) {
          cancel(entry);
        } else if (shell.hasRoom()) {
          accept(entry);
          shell.put(entry);
        } else {
          return false;
        }
      }
    }
    step(cursor, delivery);
    return true;
  }

  /// Refuses what came in on a subject that nothing is bound to.
  boolean takeUnbound(SubjectCursor cursor, InboundMessage delivery) {
    Subject subject =
        delivery.headers().find(Header.STORED_IN).isPresent() || !delivery.isStored()
            ? Subject.parse(delivery.subject())
            : addresses.received(delivery.subject());
    if (subject.equals(cancel)
        || subject.equals(command)
        || subject.type() != MessageType.COMMAND) {
      return true; // it has an inlet of its own
    }
    switch (policy.decide(delivery, subject, sender -> true, incarnation)) {
      case AdmissionPolicy.Decision.Reject(LedgerEntry entry, State.Terminal _, String _) ->
          unbound(entry);
      case AdmissionPolicy.Decision.Accept(LedgerEntry entry) -> unbound(entry);
    }
    step(cursor, delivery);
    return true;
  }

  private void unbound(LedgerEntry entry) {
    List<String> known = List.of(cancel.toString(), command.toString());
    String subject = entry.subject().toString();
    refuse(
        entry,
        State.Terminal.REJECTED,
        "nothing here handles " + subject + NearestWord.hint(subject, known));
  }

  private static void step(SubjectCursor cursor, InboundMessage delivery) {
    if (delivery.isStored()) {
      var _ = cursor.step(delivery.sequence());
    }
  }

  private void accept(LedgerEntry entry) {
    ledger.take(entry, State.InProgress.ACCEPTED);
    outbox.publish(answers.accepted(entry));
  }

  private void refuse(LedgerEntry entry, State.Terminal state, String reason) {
    if (ledger.take(entry, state)) {
      outbox.publish(answers.terminal(entry, state, Map.of("reason", reason)));
    }
  }

  private void cancel(LedgerEntry entry) {
    String id;
    try {
      Document document = Document.json("arguments", entry.body());
      id = Binder.bind(document, Cancelled.class).id();
    } catch (ProblemsException e) {
      refuse(entry, State.Terminal.REJECTED, String.valueOf(e.problems().getFirst()));
      return;
    }
    accept(entry);
    String found = ledger.state(id).map(State::word).orElse("not here yet");
    ledger.cancel(id);
    shell.cancel(id, entry.from().value());
    ledger.advance(entry.id(), State.Terminal.SUCCEEDED);
    outbox.publish(
        answers.terminal(
            entry, State.Terminal.SUCCEEDED, Map.of("result", Map.of("id", id, "found", found))));
  }

  /// What was answered before this ledger began is not done again. What had not ended when the old
  /// one was lost never will.
  private boolean isAnswered(LedgerEntry entry) {
    State before = answered.get(entry.id());
    if (before == null || entry.sequence() == 0) {
      return false;
    }
    if (before instanceof State.Terminal terminal) {
      ledger.take(entry, terminal);
    } else {
      String reason = "the node lost its ledger after it was accepted";
      refuse(entry, State.Terminal.UNKNOWN, reason);
    }
    return true;
  }
}
