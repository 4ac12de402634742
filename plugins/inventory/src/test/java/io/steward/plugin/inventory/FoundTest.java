package io.steward.plugin.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FoundTest {

  @Test
  void leavesOutWhatCannotBeFound() {
    Found found =
        new Found()
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
    assertThat(found.facts()).isEqualTo(Map.of("swap", 0L));
  }

  @Test
  void forgetsWhatIsNotFoundAnyMore() {
    Found found = new Found().addAll(Map.of("addresses", "some", "os", "Linux"));
    assertThat(found.put("addresses", Map::of).facts()).isEqualTo(Map.of("os", "Linux"));
  }

  @Test
  void asksForASecondBestOnlyWithoutTheBest() {
    Found found =
        new Found()
            .put("best", () -> 1)
            .orElse("best", () -> 2)
            .put("none", () -> null)
            .orElse("none", () -> 3);
    assertThat(found.facts()).isEqualTo(Map.of("best", 1, "none", 3));
  }
}
