package io.steward.runtime.fleet;

import io.steward.api.NodeName;
import io.steward.runtime.binding.Durations;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Delivery;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every unit of the fleet.
///
/// @param bus where to look
/// @param clock by which silence is judged
public record Units(Bus bus, InstantSource clock) {

  private static final Duration USUAL_HEARTBEAT = Duration.ofSeconds(15);

  /// All of them, by name.
  ///
  /// @throws IOException when the broker cannot be asked
  public List<Unit> all() throws IOException, InterruptedException {
    Addresses addresses = bus.addresses();
    List<Unit> units = new ArrayList<>();
    try (Bus.Backlog backlog =
        bus.read(addresses.unitsStream(), addresses.units(), new Bus.Start.LastOfEach(false))) {
      for (var next = backlog.next(); next.isPresent(); next = backlog.next()) {
        unit(next.get()).ifPresent(units::add);
      }
    }
    units.sort(Comparator.comparing(Unit::name));
    return units;
  }

  /// One of them, when anything was ever heard of it.
  ///
  /// @throws IOException when the broker cannot be asked
  public Optional<Unit> find(NodeName name) throws IOException, InterruptedException {
    Addresses addresses = bus.addresses();
    return bus.last(addresses.unitsStream(), addresses.unit(name)).flatMap(this::unit);
  }

  /// Whether a unit is there.
  ///
  /// @throws IOException when the broker cannot be asked
  public Presence presence(NodeName name) throws IOException, InterruptedException {
    return find(name).map(Unit::presence).orElse(Presence.UNSEEN);
  }

  private Optional<Unit> unit(Delivery delivery) {
    Map<String, Object> document = Documents.read(delivery.body());
    if (document.isEmpty()) {
      return Optional.empty(); // deleted, or not a unit's own word
    }
    String name = delivery.subject().substring(delivery.subject().lastIndexOf('.') + 1);
    Instant heard = delivery.stored().orElseGet(clock::instant);
    return Optional.of(
        new Unit(
            name,
            Presence.of(
                document.containsKey("stopped"), heard, heartbeat(document), clock.instant()),
            heard,
            document));
  }

  private static Duration heartbeat(Map<String, Object> document) {
    try {
      return Durations.parse(String.valueOf(document.getOrDefault("heartbeat", "")));
    } catch (IllegalArgumentException other) {
      return USUAL_HEARTBEAT;
    }
  }
}
