package io.steward.runtime.engine;

import io.steward.runtime.fleet.FleetClock;

/// The time of an engine.
///
/// @param clock tells the time of day
/// @param timers run delayed actions; closed with the engine
public record EngineTime(FleetClock clock, Timers timers) {

  /// The machine's own clock and timers.
  public static EngineTime system() {
    return new EngineTime(FleetClock.system(), Timers.system());
  }
}
