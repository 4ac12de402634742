package io.steward.plugin.inventory;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Reports facts that differ from those reported before.
final class FactChanges {

  private final Supplier<Map<String, Object>> all;
  private final Supplier<Map<String, Object>> addresses;
  private final Consumer<Map<String, Object>> tell;
  private Map<String, Object> reported = Map.of();

  /// @param all reads all facts
  /// @param addresses reads the addresses only
  /// @param tell receives all facts when some have changed
  FactChanges(
      Supplier<Map<String, Object>> all,
      Supplier<Map<String, Object>> addresses,
      Consumer<Map<String, Object>> tell) {
    this.all = all;
    this.addresses = addresses;
    this.tell = tell;
  }

  void readAll() {
    tell(all.get());
  }

  void readAddresses() {
    tell(new FactBuilder().addAll(reported).put("addresses", addresses::get).facts());
  }

  private void tell(Map<String, Object> facts) {
    if (!facts.equals(reported)) {
      reported = facts;
      tell.accept(facts);
    }
  }
}
