package io.steward.runtime.emulation;

import io.steward.runtime.fleet.FleetClock;
import io.steward.runtime.process.Timers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// What all emulated units share.
///
/// @param spec which they are
/// @param clock of the machine they are on
/// @param timers their timers
/// @param workers where what waits for the broker runs; so few that a herd does not trample it
record EmulationContext(EmulationSpec spec, FleetClock clock, Timers timers, ExecutorService workers)
    implements AutoCloseable {

  private static final int WORKERS = 16;

  static EmulationContext of(EmulationSpec spec) {
    return new EmulationContext(
        spec,
        FleetClock.system(),
        Timers.system(),
        Executors.newFixedThreadPool(WORKERS, Thread.ofVirtual().name("lane ", 0).factory()));
  }

  @Override
  public void close() {
    workers.shutdownNow();
    timers.close();
  }
}
