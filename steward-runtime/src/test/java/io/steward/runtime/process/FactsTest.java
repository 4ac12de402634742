package io.steward.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What several sources tell about one node.
class FactsTest {

  private static final String FIRST = "ship.source.inventory.system";
  private static final String SECOND = "ship.source.gps.bridge";

  private final AtomicInteger changes = new AtomicInteger();
  private final ChangeListeners told = new ChangeListeners();
  private final Facts facts = new Facts(told);

  @BeforeEach
  void listen() {
    facts.setPrecedence(List.of(FIRST, SECOND));
    told.onChange(changes::incrementAndGet);
  }

  private static Map<String, String> large(int bytes) {
    return Map.of("text", "x".repeat(bytes));
  }

  @Test
  void whatIsToldReplacesAllThatTheSameSourceToldBefore() {
    facts.report(FIRST, Map.of("arch", "amd64", "cores", 2));
    facts.report(SECOND, Map.of("port", "Bergen"));
    facts.report(FIRST, Map.of("cores", 4));
    assertThat(facts.state().facts()).isEqualTo(Map.of("cores", 4, "port", "Bergen"));
  }

  @Test
  void onlyWhatIsDifferentIsAChange() {
    facts.report(FIRST, Map.of("cpu", Map.of("cores", 2)));
    facts.report(FIRST, Map.of("cpu", Map.of("cores", 2)));
    assertThat(changes).hasValue(1);
    facts.report(FIRST, Map.of("cpu", Map.of("cores", 3)));
    assertThat(changes).hasValue(2);
  }

  @Test
  void theFirstInTheConfigurationWinsWhoeverTellsFirst() {
    facts.report(SECOND, Map.of("host", "second", "port", "Bergen"));
    facts.report(FIRST, Map.of("host", "first"));
    assertThat(facts.state().facts()).isEqualTo(Map.of("host", "first", "port", "Bergen"));
    assertThat(facts.state().problems())
        .containsExactly(
            SECOND
                + " tells the fact host, too; that of "
                + FIRST
                + " stands, which is first in the"
                + " configuration");
    facts.report(FIRST, Map.of());
    assertThat(facts.state().facts()).isEqualTo(Map.of("host", "second", "port", "Bergen"));
    assertThat(facts.state().problems()).isEmpty();
  }

  @Test
  void moreThanANodeMayHaveIsRefusedAndWhatWasToldBeforeStays() {
    facts.report(FIRST, Map.of("text", "short"));
    facts.report(FIRST, large(64 << 10));
    assertThat(facts.state().facts()).isEqualTo(Map.of("text", "short"));
    assertThat(facts.state().problems())
        .containsExactly(
            FIRST
                + " tells facts that are more than 64 KiB, which is all a node may have; what it"
                + " told before stays");
    facts.report(FIRST, large(65 << 10));
    assertThat(changes).hasValue(2);
    facts.report(FIRST, large(100));
    assertThat(facts.state().facts()).isEqualTo(large(100));
    assertThat(facts.state().problems()).isEmpty();
  }

  @Test
  void allSourcesTogetherHaveTheRoom() {
    facts.report(FIRST, Map.of("map", "x".repeat(40 << 10)));
    facts.report(SECOND, large(40 << 10));
    assertThat(facts.state().facts()).containsOnlyKeys("map");
    assertThat(facts.state().problems())
        .containsExactly(
            SECOND
                + " tells facts that are more than 64 KiB with those of others, which is all a"
                + " node may have; what it told before stays");
  }

  @Test
  void whatATellerDoesWithItsMapAfterwardsDoesNotMatter() {
    List<String> addresses = new ArrayList<>(List.of("192.0.2.1"));
    Map<String, Object> own = new HashMap<>(Map.of("addresses", addresses));
    facts.report(FIRST, own);
    addresses.clear();
    own.put("more", true);
    assertThat(facts.state().facts()).isEqualTo(Map.of("addresses", List.of("192.0.2.1")));
  }

  @Test
  void aValueMayBeWhatARecordMayHold() {
    facts.report(FIRST, Map.of("every", Duration.ofMinutes(10)));
    assertThat(facts.state().facts()).isEqualTo(Map.of("every", "10m"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "OS", "1st", "free space", "os.name", "-", "x_y"})
  void aNameIsSimple(String name) {
    assertThatThrownBy(() -> facts.report(FIRST, Map.of(name, true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("\"" + name + "\" is not the name of a fact");
    assertThat(changes).hasValue(0);
  }

  @Test
  void aValueThatIsNoDataIsRefused() {
    assertThatThrownBy(() -> facts.report(FIRST, Map.of("thread", new Thread())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Thread");
    assertThat(facts.state()).isEqualTo(Facts.MergedFacts.EMPTY);
  }
}
