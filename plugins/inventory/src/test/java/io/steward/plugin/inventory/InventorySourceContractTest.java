package io.steward.plugin.inventory;

import io.steward.testkit.SourceContract;
import io.steward.testkit.SourceStand;

class InventorySourceContractTest extends SourceContract {

  @Override
  protected InventorySource source() {
    return new InventorySource();
  }

  @Override
  protected void causeEvent(SourceStand stand) {
    // it reports facts whenever it is started
  }
}
