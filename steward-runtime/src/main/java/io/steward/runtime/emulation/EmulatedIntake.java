package io.steward.runtime.emulation;

import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.fleet.CancelRequest;
import io.steward.runtime.intake.CursorWakeups;
import io.steward.runtime.intake.Disposition;
import io.steward.runtime.intake.MessageHandler;
import io.steward.runtime.intake.SubjectCursor;
import io.steward.runtime.ledger.CursorAdvance;
import io.steward.runtime.ledger.CursorPosition;
import io.steward.runtime.outbox.StoredAnswers;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/// Delivers an emulated unit's commands: live as they arrive, and from the stream whenever messages
/// may have been missed.
final class EmulatedIntake {

  private final SharedLink link;
  private final NodeName node;
  private final String stream;
  private final EmulatedAdmission admission;
  private final Map<Subject, SubjectCursor> bound = new LinkedHashMap<>();
  private final SubjectCursor unbound;
  private String incarnation = "";

  /// @param isAlive tells whether the unit is up
  /// @param onBehind called when the stream must be read
  EmulatedIntake(
      NodeName node,
      SharedLink link,
      EmulatedAdmission admission,
      BooleanSupplier isAlive,
      Runnable onBehind) {
    Addresses addresses = link.addresses();
    this.node = node;
    this.link = link;
    this.stream = addresses.commandsStream(addresses.shard(node));
    this.admission = admission;
    // cancellations are read first, so that they precede the commands that they cancel
    for (Subject subject : List.of(CancelRequest.subject(node), EmulatedAdmission.command(node))) {
      bound.put(
          subject,
          createCursor(
              addresses.storedSubject(subject),
              message -> admission.admit(subject, message),
              isAlive,
              onBehind));
    }
    this.unbound =
        createCursor(addresses.commandsFor(node), admission::admitUnbound, isAlive, onBehind);
  }

  private SubjectCursor createCursor(
      String filter,
      Function<InboundMessage, Disposition> handler,
      BooleanSupplier isAlive,
      Runnable onBehind) {
    return new SubjectCursor(
        stream,
        filter,
        new CursorHandler(handler, isAlive),
        new CursorWakeups(onBehind, onBehind, onBehind));
  }

  /// Passes messages on while the unit is up. Positions are kept in memory only.
  private final class CursorHandler implements MessageHandler {
    private final Function<InboundMessage, Disposition> handler;
    private final BooleanSupplier isAlive;

    CursorHandler(Function<InboundMessage, Disposition> handler, BooleanSupplier isAlive) {
      this.handler = handler;
      this.isAlive = isAlive;
    }

    @Override
    public Disposition takeLive(InboundMessage inbound) {
      return isAlive.getAsBoolean() ? handler.apply(inbound) : new Disposition.Deferred();
    }

    @Override
    public Disposition take(InboundMessage inbound, CursorAdvance step) {
      return takeLive(inbound);
    }

    @Override
    public CompletionStage<?> advance(CursorAdvance step) {
      return CompletableFuture.completedStage(null);
    }

    @Override
    public void startOver() throws IOException, InterruptedException {
      admission.startAt(incarnation, StoredAnswers.read(link.bus(), link.addresses(), node));
    }

    @Override
    public void onForged() {}
  }

  /// Receives a live message.
  void receive(InboundMessage message) {
    bound.getOrDefault(Subject.parse(message.subject()), unbound).receive(message);
  }

  /// Compares what is in the stream with what was received.
  void check() {
    cursors().forEach(SubjectCursor::check);
  }

  /// Messages may have been missed.
  void suspectGap() {
    cursors().forEach(SubjectCursor::suspectGap);
  }

  /// The broker may have been restored from a backup.
  void linkRestored() {
    cursors().forEach(SubjectCursor::linkRestored);
  }

  private Stream<SubjectCursor> cursors() {
    return Stream.concat(bound.values().stream(), Stream.of(unbound));
  }

  /// Reads missed messages. A unit that was never sent a command, such as most units at their first
  /// start, needs only one request to find that there is nothing to read.
  ///
  /// @throws IOException if the broker cannot be queried
  synchronized void catchUp() throws IOException, InterruptedException {
    Bus bus = link.bus();
    String current = link.incarnation(stream);
    if (!current.equals(incarnation)) {
      // first, so that messages that arrive from now on are noted
      cursors().forEach(cursor -> cursor.startAt(current, CursorPosition.BEGINNING));
      Optional<InboundMessage> last = bus.lastMessage(stream, unbound.filter());
      StoredAnswers answered =
          last.isPresent() ? StoredAnswers.read(bus, link.addresses(), node) : StoredAnswers.NONE;
      admission.startAt(current, answered);
      incarnation = current;
      if (last.isEmpty()) {
        cursors().forEach(SubjectCursor::markEmpty);
      }
    }
    for (SubjectCursor cursor : cursors().toList()) {
      cursor.catchUp(bus);
    }
    if (cursors().noneMatch(SubjectCursor::isBehind)) {
      admission.caughtUp();
    }
  }
}
