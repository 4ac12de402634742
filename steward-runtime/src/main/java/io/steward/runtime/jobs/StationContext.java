package io.steward.runtime.jobs;

import io.steward.api.NodeName;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.fleet.LiveUnits;
import io.steward.runtime.fleet.Presence;
import io.steward.runtime.fleet.Unit;
import io.steward.runtime.targeting.Expression;
import io.steward.runtime.targeting.Targets;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
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

  /// The names of the units that match targets now.
  ///
  /// @throws IllegalArgumentException if the targets cannot be parsed
  List<String> matchingUnits(List<String> targets, Instant now) {
    Targets parsed = new Targets(targets.stream().map(Expression::parse).toList());
    return units.at(now).stream().filter(parsed::match).map(Unit::name).toList();
  }

  /// Whether a unit matches the targets of a job now.
  boolean isTargeted(String unit, JobSpec spec) {
    try {
      return matchingUnits(spec.targets(), now()).contains(unit);
    } catch (IllegalArgumentException unusableTargets) {
      return false;
    }
  }

  /// The number of the last attempt at a unit that operators have allowed: each request to retry
  /// allows one more. It is counted from the requests, since anybody may have written what the
  /// status says.
  ///
  /// @param revision of the last request that counts
  /// @throws IOException if the broker cannot be queried
  int maxAttempt(String job, long revision) throws IOException, InterruptedException {
    long retries =
        store().controlsAfter(job, 0).stream()
            .filter(control -> control.revision() <= revision)
            .map(Revisioned::value)
            .filter(control -> control.action() == JobControl.Action.RETRY_FAILED)
            .filter(control -> authorized.test(control.by()))
            .count();
    return 1 + (int) retries;
  }
}
