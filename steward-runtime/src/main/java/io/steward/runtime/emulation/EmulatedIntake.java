package io.steward.runtime.emulation;

import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Delivery;
import io.steward.runtime.bus.Header;
import io.steward.runtime.fleet.Cancellation;
import io.steward.runtime.process.Inlet;
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
  private final Map<Subject, Inlet> bound = new LinkedHashMap<>();
  private final Inlet unbound;
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
    for (Subject subject : List.of(Cancellation.subject(node), EmulatedAdmission.command(node))) {
      bound.put(
          subject,
          new Inlet(
              stream,
              addresses.stored(subject),
              (inlet, delivery) -> alive.getAsBoolean() && admission.take(subject, inlet, delivery),
              onBehind));
    }
    this.unbound =
        new Inlet(
            stream,
            addresses.commandsFor(node),
            (inlet, delivery) -> alive.getAsBoolean() && admission.takeUnbound(inlet, delivery),
            onBehind);
  }

  /// A live message.
  void hear(Delivery delivery) {
    bound.getOrDefault(Subject.parse(delivery.subject()), unbound).hear(delivery);
  }

  /// Something may have been missed.
  void doubt() {
    inlets().forEach(Inlet::doubt);
  }

  /// The broker may have been set back.
  void mistrust() {
    unsure = true;
    doubt();
  }

  private Stream<Inlet> inlets() {
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
      inlets().forEach(inlet -> inlet.startAt(now, 0)); // first: what comes from here on is noted
      Optional<Delivery> last = bus.last(stream, unbound.filter());
      admission.begin(now, last.isPresent() ? answered(bus) : Map.of());
      incarnation = now;
      if (last.isEmpty()) {
        inlets().forEach(Inlet::hasNothing);
      }
    } else if (unsure) {
      makeSure(bus);
    }
    unsure = false;
    for (Inlet inlet : inlets().toList()) {
      inlet.catchUp(bus);
    }
    if (inlets().noneMatch(Inlet::isBehind)) {
      admission.seasoned();
    }
  }

  /// What is stored of this unit's answers says what was done before this program began.
  private Map<String, State> answered(Bus bus) throws IOException, InterruptedException {
    Addresses addresses = link.addresses();
    Map<String, State> answered = new HashMap<>();
    try (Bus.Backlog last =
        bus.read(
            addresses.repliesStream(), addresses.repliesOf(node), new Bus.Start.LastOfEach(true))) {
      for (var next = last.next(); next.isPresent(); next = last.next()) {
        String subject = next.get().subject();
        answered.put(
            subject.substring(subject.lastIndexOf('.') + 1),
            next.get().headers().find(Header.STATE).map(State::parse).orElse(State.Open.RUNNING));
      }
    }
    return answered;
  }

  /// Where what is at an inlet's place is not what was taken there, everything is read again.
  private void makeSure(Bus bus) throws IOException, InterruptedException {
    for (Inlet inlet : inlets().toList()) {
      long place = inlet.noted();
      if (place > 0
          && bus.at(stream, place)
              .filter(there -> admission.knows(admission.id(there)))
              .isEmpty()) {
        inlet.startAt(incarnation, 0);
      }
    }
  }
}
