package io.steward.plugin.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.steward.testkit.Run;
import io.steward.testkit.SourceStand;
import io.steward.testkit.Workbench;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The source and the handler on a workbench.
class InventoryTest {

  @Test
  void theSourceReportsFactsAndSendsNoEvents() {
    try (SourceStand stand = Workbench.of(new InventorySource())) {
      await().atMost(Duration.ofSeconds(30)).until(() -> !stand.facts().isEmpty());
      assertThat(stand.facts()).containsKeys("host", "os", "arch", "cpu");
      assertThat(stand.status()).isEqualTo("reports " + stand.facts().size() + " facts");
      assertThat(stand.events()).isEmpty();
    }
  }

  @Test
  void theCommandReturnsTheFacts() {
    try (Workbench bench = Workbench.of(new Inventory())) {
      Run run = bench.send("{}");
      assertThat(run.state().word()).isEqualTo("succeeded");
      assertThat(run.result()).containsKeys("host", "os", "arch", "cpu");
    }
  }

  @Test
  void refusesExtremeIntervals() {
    InventorySource usual = new InventorySource();
    assertThat(Workbench.configured(usual, "every: 1s").every()).hasSeconds(1);
    assertThatThrownBy(() -> Workbench.configured(usual, "every: 999ms"))
        .hasMessageEndingWith("with.every: 999ms is not from 1s to 7d");
    assertThatThrownBy(() -> Workbench.configured(usual, "every: 8d"))
        .hasMessageEndingWith("with.every: 8d is not from 1s to 7d");
  }
}
