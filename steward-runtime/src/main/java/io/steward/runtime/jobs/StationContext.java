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

/// What a station needs to run jobs.
///
/// @param name the station's name
/// @param bus the connection to the broker
/// @param clock the clock for deadlines
/// @param units the units of the fleet
/// @param authorized tells who may create and control jobs
record StationContext(
    NodeName name, Bus bus, InstantSource clock, LiveUnits units, Predicate<NodeName> authorized) {

  /// The current time in the precision in which it is stored.
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  JobStore store() {
    return new JobStore(bus);
  }

  /// The names of the units that are online.
  Set<String> onlineUnits(Instant now) {
    return units.at(now).stream()
        .filter(unit -> unit.presence() == Presence.ONLINE)
        .map(Unit::name)
        .collect(Collectors.toSet());
  }
}
