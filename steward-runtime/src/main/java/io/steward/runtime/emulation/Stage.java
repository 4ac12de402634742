package io.steward.runtime.emulation;

import io.steward.runtime.fleet.FleetClock;
import io.steward.runtime.process.Deadlines;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// What all emulated units share.
///
/// @param spec which they are
/// @param clock of the machine they are on
/// @param deadlines their timers
/// @param lanes where what waits for the broker runs; so few that a herd does not trample it
record Stage(EmulationSpec spec, FleetClock clock, Deadlines deadlines, ExecutorService lanes)
    implements AutoCloseable {

  private static final int LANES = 16;

  static Stage of(EmulationSpec spec) {
    return new Stage(
        spec,
        FleetClock.system(),
        Deadlines.system(),
        Executors.newFixedThreadPool(LANES, Thread.ofVirtual().name("lane ", 0).factory()));
  }

  @Override
  public void close() {
    lanes.shutdownNow();
    deadlines.close();
  }
}
