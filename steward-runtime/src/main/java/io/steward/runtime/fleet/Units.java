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

/// The units of the fleet, read from the bucket.
///
/// @param bus the connection to the broker
/// @param clock the clock that tells whether heartbeats are missing
public record Units(Bus bus, InstantSource clock) {

  /// The header of a marker for a unit that was deleted from the bucket (NATS ADR-8).
  private static final String DELETED = "KV-Operation";

  /// With more states than this, parsing them takes longer than starting threads.
  private static final int PARALLEL_THRESHOLD = 200;

  /// All units whose state can be read, by name.
  ///
  /// @throws IOException if the broker cannot be queried
  public List<Unit> all() throws IOException, InterruptedException {
    return list().entries();
  }

  /// All units, by name. A unit that publishes its state during the read is read twice; the later
  /// state counts.
  ///
  /// @throws IOException if the broker cannot be queried
  public Listing<Unit> list() throws IOException, InterruptedException {
    Addresses addresses = bus.addresses();
    Map<String, DisconnectNotice> disconnects = new DisconnectNotices(bus).all();
    Map<String, InboundMessage> messages = new TreeMap<>();
    try (Bus.StreamReader reader =
        bus.read(
            addresses.unitsStream(),
            addresses.unitsSubject(),
            new Bus.StartPosition.LastPerSubject(false))) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        if (isDeleted(next.get())) {
          messages.remove(key(next.get()));
        } else {
          messages.put(key(next.get()), next.get());
        }
      }
    }
    Instant now = clock.instant();
    Stream<InboundMessage> states = messages.values().stream();
    List<Unit> units =
        (messages.size() > PARALLEL_THRESHOLD ? states.parallel() : states)
            .flatMap(message -> unit(message).stream())
            .map(unit ->
                unit.withDisconnect(Optional.ofNullable(disconnects.get(unit.name())))
                    .judgedAt(now))
            .toList();
    return new Listing<>(units, messages.size() - units.size());
  }

  /// The names of all units as they arrive, without reading their states.
  ///
  /// @throws IOException if the broker cannot be queried
  public void names(Consumer<String> each) throws IOException, InterruptedException {
    Addresses addresses = bus.addresses();
    try (Bus.StreamReader reader =
        bus.read(
            addresses.unitsStream(),
            addresses.unitsSubject(),
            new Bus.StartPosition.LastPerSubject(true))) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        if (!isDeleted(next.get())) {
          name(next.get()).ifPresent(each);
        }
      }
    }
  }

  /// A unit, if it has ever published its state.
  ///
  /// @throws IOException if the broker cannot be queried
  public Optional<Unit> find(NodeName name) throws IOException, InterruptedException {
    Addresses addresses = bus.addresses();
    Optional<DisconnectNotice> notice = new DisconnectNotices(bus).last(name);
    return bus.lastMessage(addresses.unitsStream(), addresses.unitSubject(name))
        .flatMap(this::unit)
        .map(unit -> unit.withDisconnect(notice).judgedAt(clock.instant()));
  }

  /// The latest state of a unit, without its disconnect notice: a single request to the broker.
  ///
  /// @throws IOException if the broker cannot be queried
  public Optional<Unit> lastReported(NodeName name) throws IOException, InterruptedException {
    Addresses addresses = bus.addresses();
    return bus.lastMessage(addresses.unitsStream(), addresses.unitSubject(name))
        .flatMap(this::unit);
  }

  /// The presence of a unit.
  ///
  /// @throws IOException if the broker cannot be queried
  public Presence presence(NodeName name) throws IOException, InterruptedException {
    return find(name).map(Unit::presence).orElse(Presence.UNSEEN);
  }

  /// Parses the state of a unit; empty if the unit was deleted or this is not a unit's state.
  Optional<Unit> unit(InboundMessage message) {
    Map<String, Object> document = UntrustedDocuments.read(message.body());
    return name(message)
        .filter(_ -> !document.isEmpty())
        .map(name ->
            Unit.of(name, message.stored().orElseGet(clock::instant), document, clock.instant()));
  }

  private static boolean isDeleted(InboundMessage message) {
    return message.headers().find(DELETED).isPresent();
  }

  /// The name of the unit that published a state; empty if its key is no name of a unit.
  private static Optional<String> name(InboundMessage message) {
    try {
      return Optional.of(new NodeName(key(message)).value());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// The key of a state in the bucket.
  static String key(InboundMessage message) {
    return message.subject().substring(message.subject().lastIndexOf('.') + 1);
  }
}
