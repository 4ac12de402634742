package io.steward.runtime.targeting;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.runtime.fleet.Presence;
import io.steward.runtime.fleet.Unit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AttributesTest {

  private static Unit unit(int number, String berth) {
    Map<String, Object> document = Map.of("labels", Map.of("berth", berth));
    return new Unit("ship" + number, Presence.ONLINE, Instant.EPOCH, document);
  }

  private static List<Object> sorted(List<String> berths, String key) {
    List<Unit> units = new ArrayList<>();
    berths.forEach(berth -> units.add(unit(units.size(), berth)));
    return Attributes.sorted(units, key).stream()
        .map(unit -> unit.map("labels").get("berth"))
        .toList();
  }

  @Test
  void quantitiesAreSortedAsSuchAndAnythingElseByItsCharacters() {
    assertThat(sorted(List.of("9", "10", "1.5"), "berth")).containsExactly("1.5", "9", "10");
    assertThat(sorted(List.of("9", "10", "1.5"), "-berth")).containsExactly("10", "9", "1.5");
    assertThat(sorted(List.of("1.10.0", "1.9", "1.9.1"), "berth"))
        .containsExactly("1.9", "1.9.1", "1.10.0");
  }

  @Test
  void noValueOfAUnitEndsTheSorting() {
    List<String> values =
        List.of("1e3", "10", "9x", "1f", "\u0663x", "\u0664y", "", "1e9999", "2k");
    Random random = new Random(18);
    for (int round = 0; round < 200; round++) {
      List<String> berths = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        berths.add(values.get(random.nextInt(values.size())));
      }
      assertThat(sorted(berths, "berth")).hasSize(berths.size());
    }
  }
}
