package io.steward.benchmark.engine;

import io.steward.api.NodeName;
import io.steward.runtime.bus.NatsBus;
import io.steward.runtime.bus.StreamLayout;
import io.steward.runtime.engine.EngineContext;
import io.steward.runtime.engine.EngineTime;
import io.steward.runtime.engine.Timers;
import io.steward.runtime.fleet.FleetClock;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.node.NodeEngine;
import io.steward.runtime.process.Workload;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/// A real node: the engine, its ledger on the disk, and a connection.
final class EngineUnit implements AutoCloseable {

  private final Ledger ledger;
  private final NatsBus bus;
  private final Timers timers;
  private final NodeEngine engine;

  private EngineUnit(Ledger ledger, NatsBus bus, Timers timers, NodeEngine engine) {
    this.ledger = ledger;
    this.bus = bus;
    this.timers = timers;
    this.engine = engine;
  }

  static EngineUnit start(
      URI broker, StreamLayout layout, Path data, NodeName name, Workload workload)
      throws IOException {
    FleetClock clock = FleetClock.system();
    Ledger ledger = Ledger.open(data, clock);
    NatsBus bus = NatsBus.open(List.of(broker), name.value(), layout);
    Timers timers = Timers.system();
    NodeEngine engine =
        NodeEngine.start(
            EngineContext.of(name, new EngineTime(clock, timers)),
            layout,
            data,
            bus,
            ledger,
            workload);
    return new EngineUnit(ledger, bus, timers, engine);
  }

  @Override
  public void close() {
    engine.close();
    timers.close();
    bus.close();
    ledger.close();
  }
}
