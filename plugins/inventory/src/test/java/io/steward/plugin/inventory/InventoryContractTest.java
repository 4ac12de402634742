package io.steward.plugin.inventory;

import io.steward.api.NoArguments;
import io.steward.testkit.CommandContract;
import java.util.Optional;

class InventoryContractTest extends CommandContract<NoArguments> {

  @Override
  protected Inventory handler() {
    return new Inventory();
  }

  @Override
  protected NoArguments shortArguments() {
    return new NoArguments();
  }

  @Override
  protected Optional<NoArguments> longArguments() {
    return Optional.empty();
  }
}
