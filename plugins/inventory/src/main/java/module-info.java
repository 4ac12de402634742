import org.jspecify.annotations.NullMarked;

/// Reports facts about the machine of a node.
@NullMarked
module io.steward.plugin.inventory {
  requires io.steward.api;
  requires com.github.oshi.common;
  requires static org.jspecify;

  provides io.steward.api.MethodHandler with
      io.steward.plugin.inventory.Inventory;
  provides io.steward.api.Source with
      io.steward.plugin.inventory.InventorySource;
}
