package io.steward.runtime.process;

import io.steward.runtime.fleet.FleetClock;

/// The time that an engine goes by.
///
/// @param clock what it shows
/// @param deadlines what is done later, which is let go of with the engine
public record Timing(FleetClock clock, Deadlines deadlines) {

  /// The machine's own.
  public static Timing system() {
    return new Timing(FleetClock.system(), Deadlines.system());
  }
}
