package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The facts of a node's machine can be read from anywhere.
class InventoryIT {

  @TempDir private Path folder = Path.of("");

  @Test
  void aUnitsStateHasTheFactsOfItsMachine() throws Exception {
    String kernel = Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
    try (Fleet fleet = Fleet.start(folder, List.of(Installation.config("ship1.yaml")))) {
      await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () -> fleet.steward("unit", "ship1", "--json").out().contains("\"facts\":{\"host"));
      Ended unit = fleet.steward("unit", "ship1", "--json");
      assertThat(unit.out())
          .contains(
              "\"kernel\":\"" + kernel + "\"",
              "\"arch\":\"" + System.getProperty("os.arch") + "\"",
              "\"memory\":{\"total\":",
              "ship1.source.inventory.system",
              "\"problems\":[]");
      assertThat(fleet.steward("unit", "ship1").out()).contains("kernel: " + kernel);

      Ended asked = fleet.steward("send", "ship1.command.inventory.system", "--json");
      assertThat(asked.exit()).as(asked.err()).isZero();
      assertThat(asked.out()).contains("\"kernel\":\"" + kernel + "\"");
      assertThat(fleet.up().printed()).doesNotContainIgnoringCase("warning", "restricted method");
    }
  }
}
