package io.steward.plugin.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FactBuilderTest {

  @Test
  void leavesOutUnknownFacts() {
    FactBuilder factBuilder =
        new FactBuilder()
            .put("broken", () -> List.of().getFirst())
            .put(
                "unlinked",
                () -> {
                  throw new NoClassDefFoundError("oshi/Windows");
                })
            .put("absent", () -> null)
            .put("unknown", () -> "unknown")
            .put("blank", () -> " ")
            .put("list", List::of)
            .put("map", Map::of)
            .put("swap", () -> 0L);
    assertThat(factBuilder.facts()).isEqualTo(Map.of("swap", 0L));
  }

  @Test
  void removesFactsThatBecomeUnknown() {
    FactBuilder factBuilder = new FactBuilder().addAll(Map.of("addresses", "some", "os", "Linux"));
    assertThat(factBuilder.put("addresses", Map::of).facts()).isEqualTo(Map.of("os", "Linux"));
  }

  @Test
  void usesAFallbackOnlyIfNecessary() {
    FactBuilder factBuilder =
        new FactBuilder()
            .put("best", () -> 1)
            .orElse("best", () -> 2)
            .put("none", () -> null)
            .orElse("none", () -> 3);
    assertThat(factBuilder.facts()).isEqualTo(Map.of("best", 1, "none", 3));
  }
}
