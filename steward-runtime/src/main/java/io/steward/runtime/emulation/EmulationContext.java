package io.steward.runtime.emulation;

import io.steward.runtime.engine.Timers;
import io.steward.runtime.fleet.FleetClock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// What all emulated units share.
///
/// @param spec the units to emulate
/// @param clock the clock of their machine
/// @param timers their timers
/// @param workers run tasks that wait for the broker; few, to avoid a thundering herd
record EmulationContext(
    EmulationSpec spec, FleetClock clock, Timers timers, ExecutorService workers)
    implements AutoCloseable {

  private static final int WORKERS = 16;

  static EmulationContext of(EmulationSpec spec) {
    return new EmulationContext(
        spec,
        FleetClock.system(),
        Timers.system(),
        Executors.newFixedThreadPool(
            WORKERS, Thread.ofVirtual().name("emulation worker ", 0).factory()));
  }

  @Override
  public void close() {
    workers.shutdownNow();
    timers.close();
  }
}
