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
  private volatile boolean unsure;

  /// @param alive whether the unit is there
  /// @param onBehind told when the stream should be read
  EmulatedIntake(
      NodeName node,
      SharedLink link,
      EmulatedAdmission admission,
      BooleanSupplier alive,
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
              (cursor, delivery) ->
                  alive.getAsBoolean() && admission.take(subject, cursor, delivery),
              onBehind));
    }
    this.unbound =
        new SubjectCursor(
            stream,
            addresses.commandsFor(node),
            (cursor, delivery) -> alive.getAsBoolean() && admission.takeUnbound(cursor, delivery),
            onBehind);
  }

  /// A live message.
  void hear(InboundMessage delivery) {
    bound.getOrDefault(Subject.parse(delivery.subject()), unbound).receive(delivery);
  }

  /// Something may have been missed.
  void suspectGap() {
    cursors().forEach(SubjectCursor::suspectGap);
  }

  /// The broker may have been set back.
  void restart() {
    unsure = true;
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
    String now = link.incarnation(stream);
    if (!now.equals(incarnation)) {
      cursors()
          .forEach(cursor -> cursor.startAt(now, 0)); // first: what comes from here on is noted
      Optional<InboundMessage> last = bus.last(stream, unbound.filter());
      admission.begin(now, last.isPresent() ? answered(bus) : Map.of());
      incarnation = now;
      if (last.isEmpty()) {
        cursors().forEach(SubjectCursor::markEmpty);
      }
    } else if (unsure) {
      verifyPositions(bus);
    }
    unsure = false;
    for (SubjectCursor cursor : cursors().toList()) {
      cursor.catchUp(bus);
    }
    if (cursors().noneMatch(SubjectCursor::isBehind)) {
      admission.seasoned();
    }
  }

  /// What is stored of this unit's answers says what was done before this program began.
  private Map<String, State> answered(Bus bus) throws IOException, InterruptedException {
    Addresses addresses = link.addresses();
    Map<String, State> answered = new HashMap<>();
    try (Bus.StreamReader last =
        bus.read(
            addresses.repliesStream(),
            addresses.repliesOf(node),
            new Bus.StartPosition.LastPerSubject(true))) {
      for (var next = last.next(); next.isPresent(); next = last.next()) {
        String subject = next.get().subject();
        answered.put(
            subject.substring(subject.lastIndexOf('.') + 1),
            next.get()
                .headers()
                .find(Header.STATE)
                .map(State::parse)
                .orElse(State.InProgress.RUNNING));
      }
    }
    return answered;
  }

  /// Where what is at an inlet's place is not what was taken there, everything is read again.
  private void verifyPositions(Bus bus) throws IOException, InterruptedException {
    for (SubjectCursor cursor : cursors().toList()) {
      long place = cursor.noted();
      if (place > 0
          && bus.messageAt(stream, place)
              .filter(there -> admission.knows(admission.id(there)))
              .isEmpty()) {
        cursor.startAt(incarnation, 0);
      }
    }
  }
}
