package io.steward.runtime.objects;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.LoopbackBus;
import java.time.InstantSource;

/// Objects over a loopback bus, as tests of plugins use them.
class LoopbackObjectsTest extends ObjectsContract {

  private final LoopbackBus bus = new LoopbackBus(InstantSource.system());

  @Override
  Bus bus() {
    return bus;
  }
}
