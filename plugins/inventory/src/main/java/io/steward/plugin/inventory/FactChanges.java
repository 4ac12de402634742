package io.steward.plugin.inventory;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Tells facts when they differ from those it told last.
final class FactChanges {

  private final Supplier<Map<String, Object>> all;
  private final Supplier<Map<String, Object>> addresses;
  private final Consumer<Map<String, Object>> tell;
  private Map<String, Object> told = Map.of();

  /// @param all finds out everything
  /// @param addresses finds out the addresses alone
  /// @param tell takes what is new, as a whole
  FactChanges(
      Supplier<Map<String, Object>> all,
      Supplier<Map<String, Object>> addresses,
      Consumer<Map<String, Object>> tell) {
    this.all = all;
    this.addresses = addresses;
    this.tell = tell;
  }

  void lookAtAll() {
    tell(all.get());
  }

  void lookAtAddresses() {
    tell(new FactBuilder().addAll(told).put("addresses", addresses::get).facts());
  }

  private void tell(Map<String, Object> facts) {
    if (!facts.equals(told)) {
      told = facts;
      tell.accept(facts);
    }
  }
}
