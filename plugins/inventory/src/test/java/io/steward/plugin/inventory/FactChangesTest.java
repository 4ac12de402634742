package io.steward.plugin.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FactChangesTest {

  private Map<String, Object> all = Map.of("os", "Linux", "addresses", Map.of("eth0", "192.0.2.1"));
  private Map<String, Object> addresses = Map.of("eth0", "192.0.2.1");
  private final List<Map<String, Object>> told = new ArrayList<>();
  private final FactChanges factChanges = new FactChanges(() -> all, () -> addresses, told::add);

  @Test
  void reportsOnlyChanges() {
    factChanges.readAll();
    factChanges.readAll();
    factChanges.readAddresses();
    assertThat(told).containsExactly(all);
    all = Map.of("os", "Linux 2");
    factChanges.readAll();
    assertThat(told).hasSize(2).last().isEqualTo(all);
  }

  @Test
  void reportsNewAddressesWithAllOtherFacts() {
    factChanges.readAll();
    addresses = Map.of("eth0", "192.0.2.7");
    factChanges.readAddresses();
    assertThat(told).last().isEqualTo(Map.of("os", "Linux", "addresses", addresses));
    addresses = Map.of();
    factChanges.readAddresses();
    assertThat(told).hasSize(3).last().isEqualTo(Map.of("os", "Linux"));
  }
}
