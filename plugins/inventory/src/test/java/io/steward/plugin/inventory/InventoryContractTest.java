package io.steward.plugin.inventory;

import io.steward.testkit.CommandContract;
import java.util.Optional;

class InventoryContractTest extends CommandContract<Inventory.Arguments> {

  @Override
  protected Inventory handler() {
    return new Inventory();
  }

  @Override
  protected Inventory.Arguments shortArguments() {
    return new Inventory.Arguments();
  }

  @Override
  protected Optional<Inventory.Arguments> longArguments() {
    return Optional.empty();
  }
}
