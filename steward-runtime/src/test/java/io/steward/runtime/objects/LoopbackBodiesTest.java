package io.steward.runtime.objects;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.LoopbackBus;
import java.time.InstantSource;

/// Bodies over a loopback bus, as tests of plugins use them.
class LoopbackBodiesTest extends BodiesContract {

  private final LoopbackBus bus = new LoopbackBus(InstantSource.system());

  @Override
  Bus bus() {
    return bus;
  }
}
