package io.steward.runtime.process;

import io.steward.runtime.fleet.FleetClock;

/// The time that an engine goes by.
///
/// @param clock what it shows
/// @param timers what is done later, which is let go of with the engine
public record EngineTime(FleetClock clock, Timers timers) {

  /// The machine's own.
  public static EngineTime system() {
    return new EngineTime(FleetClock.system(), Timers.system());
  }
}
