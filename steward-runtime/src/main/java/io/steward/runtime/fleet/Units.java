package io.steward.runtime.fleet;

import io.steward.api.NodeName;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.InboundMessage;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Every unit of the fleet.
///
/// @param bus where to look
/// @param clock by which silence is judged
public record Units(Bus bus, InstantSource clock) {

  /// On what stands for a unit that was deleted from the bucket (NATS ADR-8).
  private static final String DELETED = "KV-Operation";

  /// What more than these have said takes longer to understand than threads take to start.
  private static final int PARALLEL_THRESHOLD = 200;

  /// All of them, by name. One that speaks while its last word is read is read twice; the later
  /// word counts.
  ///
  /// @throws IOException when the broker cannot be asked
  public List<Unit> all() throws IOException, InterruptedException {
    Addresses addresses = bus.addresses();
    Map<String, DisconnectNotice> disconnects = new DisconnectNotices(bus).all();
    Map<String, InboundMessage> messages = new TreeMap<>();
    try (Bus.StreamReader reader =
        bus.read(
            addresses.unitsStream(),
            addresses.units(),
            new Bus.StartPosition.LastPerSubject(false))) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        messages.put(name(next.get()), next.get());
      }
    }
    Instant now = clock.instant();
    Stream<InboundMessage> states = messages.values().stream();
    return (messages.size() > PARALLEL_THRESHOLD ? states.parallel() : states)
        .flatMap(message -> unit(message).stream())
        .map(unit -> unit.withDisconnect(Optional.ofNullable(disconnects.get(unit.name()))).judgedAt(now))
        .toList();
  }

  /// The names of all of them, as they come, without reading what they say.
  ///
  /// @throws IOException when the broker cannot be asked
  public void names(Consumer<String> each) throws IOException, InterruptedException {
    Addresses addresses = bus.addresses();
    try (Bus.StreamReader reader =
        bus.read(
            addresses.unitsStream(),
            addresses.units(),
            new Bus.StartPosition.LastPerSubject(true))) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        if (next.get().headers().find(DELETED).isEmpty()) {
          each.accept(name(next.get()));
        }
      }
    }
  }

  /// One of them, when anything was ever heard of it.
  ///
  /// @throws IOException when the broker cannot be asked
  public Optional<Unit> find(NodeName name) throws IOException, InterruptedException {
    Addresses addresses = bus.addresses();
    Optional<DisconnectNotice> notice = new DisconnectNotices(bus).last(name);
    return bus.last(addresses.unitsStream(), addresses.unit(name))
        .flatMap(this::unit)
        .map(unit -> unit.withDisconnect(notice).judgedAt(clock.instant()));
  }

  /// What one of them said last, whether it is there or not: one question to the broker.
  ///
  /// @throws IOException when the broker cannot be asked
  public Optional<Unit> lastReported(NodeName name) throws IOException, InterruptedException {
    Addresses addresses = bus.addresses();
    return bus.last(addresses.unitsStream(), addresses.unit(name)).flatMap(this::unit);
  }

  /// Whether a unit is there.
  ///
  /// @throws IOException when the broker cannot be asked
  public Presence presence(NodeName name) throws IOException, InterruptedException {
    return find(name).map(Unit::presence).orElse(Presence.UNSEEN);
  }

  /// The unit that a word is of, unless it was deleted or the word is not a unit's.
  Optional<Unit> unit(InboundMessage message) {
    Map<String, Object> document = UntrustedDocuments.read(message.body());
    return document.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Unit.of(
                name(message), message.stored().orElseGet(clock::instant), document, clock.instant()));
  }

  /// The name of the unit that a word is of.
  static String name(InboundMessage message) {
    return message.subject().substring(message.subject().lastIndexOf('.') + 1);
  }
}
