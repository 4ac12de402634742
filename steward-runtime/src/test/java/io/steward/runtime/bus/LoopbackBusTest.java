package io.steward.runtime.bus;

import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;

class LoopbackBusTest extends BusContract {

  private final LoopbackBus bus = new LoopbackBus(InstantSource.system());

  @Override
  Bus bus() {
    return bus;
  }

  @AfterEach
  void close() {
    bus.close();
  }
}
