package io.steward.runtime.emulation;

import io.steward.api.Domain;
import io.steward.api.MessageType;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.binding.Binder;
import io.steward.runtime.binding.Document;
import io.steward.runtime.binding.Nearest;
import io.steward.runtime.binding.ProblemsException;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Delivery;
import io.steward.runtime.bus.Header;
import io.steward.runtime.fleet.Cancellation;
import io.steward.runtime.ledger.Entry;
import io.steward.runtime.process.Answers;
import io.steward.runtime.process.Inlet;
import io.steward.runtime.process.Reception;
import java.util.List;
import java.util.Map;

/// Decides what becomes of what came in for an emulated unit. Anybody may send.
final class EmulatedAdmission {

  private final Addresses addresses;
  private final Reception reception;
  private final Answers answers;
  private final MemoryLedger ledger;
  private final EmulatedOutbox outbox;
  private final EmulatedShell shell;
  private final Subject cancel;
  private final Subject command;
  private volatile String incarnation = "";
  private volatile Map<String, State> answered = Map.of();

  EmulatedAdmission(
      Addresses addresses,
      Answers answers,
      MemoryLedger ledger,
      EmulatedOutbox outbox,
      EmulatedShell shell) {
    this.addresses = addresses;
    this.reception = new Reception(answers.clock());
    this.answers = answers;
    this.ledger = ledger;
    this.outbox = outbox;
    this.shell = shell;
    this.cancel = Cancellation.subject(answers.node());
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
  String id(Delivery delivery) {
    return reception.id(delivery, incarnation);
  }

  /// Whether a message was taken before.
  boolean knows(String id) {
    return ledger.state(id).isPresent();
  }

  /// Takes what came in on a subject, or leaves it where there is no room for it.
  ///
  /// @return whether it was taken
  boolean take(Subject subject, Inlet inlet, Delivery delivery) {
    switch (reception.judge(delivery, subject, sender -> true, incarnation)) {
      case Reception.Judgement.Refuse(Entry entry, State.Last state, String reason) ->
          refuse(entry, state, reason);
      case Reception.Judgement.Accept(Entry entry) -> {
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
    step(inlet, delivery);
    return true;
  }

  /// Refuses what came in on a subject that nothing is bound to.
  boolean takeUnbound(Inlet inlet, Delivery delivery) {
    Subject subject =
        delivery.headers().find(Header.STORED_IN).isPresent() || !delivery.isStored()
            ? Subject.parse(delivery.subject())
            : addresses.received(delivery.subject());
    if (subject.equals(cancel)
        || subject.equals(command)
        || subject.type() != MessageType.COMMAND) {
      return true; // it has an inlet of its own
    }
    switch (reception.judge(delivery, subject, sender -> true, incarnation)) {
      case Reception.Judgement.Refuse(Entry entry, State.Last _, String _) -> unbound(entry);
      case Reception.Judgement.Accept(Entry entry) -> unbound(entry);
    }
    step(inlet, delivery);
    return true;
  }

  private void unbound(Entry entry) {
    List<String> known = List.of(cancel.toString(), command.toString());
    String subject = entry.subject().toString();
    refuse(
        entry,
        State.Last.REJECTED,
        "nothing here handles " + subject + Nearest.hint(subject, known));
  }

  private static void step(Inlet inlet, Delivery delivery) {
    if (delivery.isStored()) {
      var _ = inlet.step(delivery.sequence());
    }
  }

  private void accept(Entry entry) {
    ledger.take(entry, State.Open.ACCEPTED);
    outbox.say(answers.accepted(entry));
  }

  private void refuse(Entry entry, State.Last state, String reason) {
    if (ledger.take(entry, state)) {
      outbox.say(answers.last(entry, state, Map.of("reason", reason)));
    }
  }

  private void cancel(Entry entry) {
    String id;
    try {
      Document document = Document.json("arguments", entry.body());
      id = Binder.bind(document, Cancelled.class).id();
    } catch (ProblemsException e) {
      refuse(entry, State.Last.REJECTED, String.valueOf(e.problems().getFirst()));
      return;
    }
    accept(entry);
    String found = ledger.state(id).map(State::word).orElse("not here yet");
    ledger.cancel(id);
    shell.cancel(id, entry.from().value());
    ledger.advance(entry.id(), State.Last.SUCCEEDED);
    outbox.say(
        answers.last(
            entry, State.Last.SUCCEEDED, Map.of("result", Map.of("id", id, "found", found))));
  }

  /// What was answered before this ledger began is not done again. What had not ended when the old
  /// one was lost never will.
  private boolean isAnswered(Entry entry) {
    State before = answered.get(entry.id());
    if (before == null || entry.sequence() == 0) {
      return false;
    }
    if (before instanceof State.Last last) {
      ledger.take(entry, last);
    } else {
      String reason = "the node lost its ledger after it was accepted";
      refuse(entry, State.Last.UNKNOWN, reason);
    }
    return true;
  }
}
