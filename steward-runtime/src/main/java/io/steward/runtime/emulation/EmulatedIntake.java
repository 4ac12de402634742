package io.steward.runtime.emulation;

import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.fleet.CancelRequest;
import io.steward.runtime.process.SubjectCursor;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// Brings an emulated unit's commands to it: live as they come, and from the stream whenever
/// something may have been missed.
final class EmulatedIntake {

  private final SharedLink link;
  private final NodeName node;
  private final String stream;
  private final EmulatedAdmission admission;
  private final Map<Subject, SubjectCursor> bound = new LinkedHashMap<>();
  private final SubjectCursor unbound;
  private String incarnation = "";
  private volatile boolean positionsUnverified;

  /// @param alive whether the unit is there
  /// @param onBehind told when the stream should be read
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
    // cancellations are read first: they win against what they cancel
    for (Subject subject : List.of(CancelRequest.subject(node), EmulatedAdmission.command(node))) {
      bound.put(
          subject,
          new SubjectCursor(
              stream,
              addresses.stored(subject),
              (cursor, message) ->
                  isAlive.getAsBoolean() && admission.admit(subject, cursor, message),
              onBehind));
    }
    this.unbound =
        new SubjectCursor(
            stream,
            addresses.commandsFor(node),
            (cursor, message) -> isAlive.getAsBoolean() && admission.admitUnbound(cursor, message),
            onBehind);
  }

  /// A live message.
  void receive(InboundMessage message) {
    bound.getOrDefault(Subject.parse(message.subject()), unbound).receive(message);
  }

  /// Something may have been missed.
  void suspectGap() {
    cursors().forEach(SubjectCursor::suspectGap);
  }

  /// The broker may have been set back.
  void restart() {
    positionsUnverified = true;
    suspectGap();
  }

  private Stream<SubjectCursor> cursors() {
    return Stream.concat(bound.values().stream(), Stream.of(unbound));
  }

  /// Reads what was missed. One question tells a unit that was never told anything, as most are
  /// that start for the first time, that there is nothing to read.
  ///
  /// @throws IOException when the broker cannot be asked
  synchronized void catchUp() throws IOException, InterruptedException {
    Bus bus = link.bus();
    String current = link.incarnation(stream);
    if (!current.equals(incarnation)) {
      cursors()
          .forEach(cursor -> cursor.startAt(current, 0)); // first: what comes from here on is noted
      Optional<InboundMessage> last = bus.last(stream, unbound.filter());
      admission.startAt(current, last.isPresent() ? storedStates(bus) : Map.of());
      incarnation = current;
      if (last.isEmpty()) {
        cursors().forEach(SubjectCursor::markEmpty);
      }
    } else if (positionsUnverified) {
      verifyPositions(bus);
    }
    positionsUnverified = false;
    for (SubjectCursor cursor : cursors().toList()) {
      cursor.catchUp(bus);
    }
    if (cursors().noneMatch(SubjectCursor::isBehind)) {
      admission.caughtUp();
    }
  }

  /// What is stored of this unit's answers says what was done before this program began.
  private Map<String, State> storedStates(Bus bus) throws IOException, InterruptedException {
    Addresses addresses = link.addresses();
    Map<String, State> states = new HashMap<>();
    try (Bus.StreamReader last =
        bus.read(
            addresses.repliesStream(),
            addresses.repliesOf(node),
            new Bus.StartPosition.LastPerSubject(true))) {
      for (var next = last.next(); next.isPresent(); next = last.next()) {
        String subject = next.get().subject();
        states.put(
            subject.substring(subject.lastIndexOf('.') + 1),
            next.get()
                .headers()
                .find(Header.STATE)
                .map(State::parse)
                .orElse(State.InProgress.RUNNING));
      }
    }
    return states;
  }

  /// Where what is at an inlet's place is not what was taken there, everything is read again.
  private void verifyPositions(Bus bus) throws IOException, InterruptedException {
    for (SubjectCursor cursor : cursors().toList()) {
      long sequence = cursor.noted();
      if (sequence > 0
          && bus.at(stream, sequence)
              .filter(stored -> admission.isKnown(admission.id(stored)))
              .isEmpty()) {
        cursor.startAt(incarnation, 0);
      }
    }
  }
}
