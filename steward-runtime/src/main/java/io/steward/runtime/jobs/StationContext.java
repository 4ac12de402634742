package io.steward.runtime.jobs;

import io.steward.api.NodeName;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.fleet.LiveUnits;
import io.steward.runtime.fleet.Presence;
import io.steward.runtime.fleet.Unit;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What a station that carries jobs out knows.
///
/// @param name its name
/// @param bus to the broker
/// @param clock by which deadlines pass
/// @param units of the fleet
/// @param authorized who may order jobs
record StationContext(
    NodeName name, Bus bus, InstantSource clock, LiveUnits units, Predicate<NodeName> authorized) {

  /// The time, as it is written.
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  JobStore store() {
    return new JobStore(bus);
  }

  /// The units that are there now.
  Set<String> onlineUnits(Instant now) {
    return units.at(now).stream()
        .filter(unit -> unit.presence() == Presence.ONLINE)
        .map(Unit::name)
        .collect(Collectors.toSet());
  }
}
