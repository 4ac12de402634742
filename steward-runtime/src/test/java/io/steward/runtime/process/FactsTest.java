package io.steward.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.runtime.engine.ChangeListeners;
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

/// The facts that several sources report about one node.
class FactsTest {

  private static final String FIRST = "ship.source.inventory.system";
  private static final String SECOND = "ship.source.gps.bridge";

  private final AtomicInteger notifications = new AtomicInteger();
  private final ChangeListeners listeners = new ChangeListeners();
  private final Facts facts = new Facts(listeners);

  @BeforeEach
  void listen() {
    facts.setPrecedence(List.of(FIRST, SECOND));
    listeners.onChange(notifications::incrementAndGet);
  }

  private static Map<String, String> large(int bytes) {
    return Map.of("text", "x".repeat(bytes));
  }

  @Test
  void aReportReplacesAllEarlierFactsOfItsSource() {
    facts.report(FIRST, Map.of("arch", "amd64", "cores", 2));
    facts.report(SECOND, Map.of("port", "Bergen"));
    facts.report(FIRST, Map.of("cores", 4));
    assertThat(facts.merged().facts()).isEqualTo(Map.of("cores", 4, "port", "Bergen"));
  }

  @Test
  void onlyADifferenceNotifies() {
    facts.report(FIRST, Map.of("cpu", Map.of("cores", 2)));
    facts.report(FIRST, Map.of("cpu", Map.of("cores", 2)));
    assertThat(notifications).hasValue(1);
    facts.report(FIRST, Map.of("cpu", Map.of("cores", 3)));
    assertThat(notifications).hasValue(2);
  }

  @Test
  void theFirstSourceInTheConfigurationWinsRegardlessOfTiming() {
    facts.report(SECOND, Map.of("host", "second", "port", "Bergen"));
    facts.report(FIRST, Map.of("host", "first"));
    assertThat(facts.merged().facts()).isEqualTo(Map.of("host", "first", "port", "Bergen"));
    assertThat(facts.merged().problems())
        .containsExactly(
            SECOND
                + ": the fact host is also reported by "
                + FIRST
                + ", which comes first in the configuration and takes precedence");
    facts.report(FIRST, Map.of());
    assertThat(facts.merged().facts()).isEqualTo(Map.of("host", "second", "port", "Bergen"));
    assertThat(facts.merged().problems()).isEmpty();
  }

  @Test
  void factsOverTheLimitAreRejectedAndTheEarlierOnesKept() {
    facts.report(FIRST, Map.of("text", "short"));
    facts.report(FIRST, large(64 << 10));
    assertThat(facts.merged().facts()).isEqualTo(Map.of("text", "short"));
    assertThat(facts.merged().problems())
        .containsExactly(
            FIRST + ": its facts exceed 64 KiB, the limit for a node; its earlier facts stay");
    facts.report(FIRST, large(65 << 10));
    assertThat(notifications).hasValue(2);
    facts.report(FIRST, large(100));
    assertThat(facts.merged().facts()).isEqualTo(large(100));
    assertThat(facts.merged().problems()).isEmpty();
  }

  @Test
  void allSourcesShareTheLimit() {
    facts.report(FIRST, Map.of("map", "x".repeat(40 << 10)));
    facts.report(SECOND, large(40 << 10));
    assertThat(facts.merged().facts()).containsOnlyKeys("map");
    assertThat(facts.merged().problems())
        .containsExactly(
            SECOND
                + ": its facts exceed 64 KiB together with those of other sources, the"
                + " limit for a node; its earlier facts stay");
  }

  @Test
  void changingTheMapAfterwardsHasNoEffect() {
    List<String> addresses = new ArrayList<>(List.of("192.0.2.1"));
    Map<String, Object> own = new HashMap<>(Map.of("addresses", addresses));
    facts.report(FIRST, own);
    addresses.clear();
    own.put("more", true);
    assertThat(facts.merged().facts()).isEqualTo(Map.of("addresses", List.of("192.0.2.1")));
  }

  @Test
  void aValueMayHaveAnyTypeOfARecordComponent() {
    facts.report(FIRST, Map.of("every", Duration.ofMinutes(10)));
    assertThat(facts.merged().facts()).isEqualTo(Map.of("every", "10m"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "OS", "1st", "free space", "os.name", "-", "x_y"})
  void rejectsInvalidNames(String name) {
    assertThatThrownBy(() -> facts.report(FIRST, Map.of(name, true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("\"" + name + "\" is not a valid fact name");
    assertThat(notifications).hasValue(0);
  }

  @Test
  void rejectsValuesThatAreNotPlainData() {
    assertThatThrownBy(() -> facts.report(FIRST, Map.of("thread", new Thread())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Thread");
    assertThat(facts.merged()).isEqualTo(Facts.MergedFacts.EMPTY);
  }
}
