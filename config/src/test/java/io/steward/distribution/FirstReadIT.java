package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A program's first read happens while its classes are being loaded. In about one of two hundred
/// such reads, the client library ends a page before its last message is available.
class FirstReadIT {

  private static final int TIMES = 1000;

  @TempDir private Path folder = Path.of("");

  @Test
  @Tag("long")
  void everyProgramReadsTheOnlyUnit() throws Exception {
    try (Fleet fleet = Fleet.start(folder, List.of(Installation.config("ship2.yaml")))) {
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> fleet.steward("units").out().contains("ship2"));
      for (int i = 0; i < TIMES; i++) {
        Ended units = fleet.steward("units", "--json");
        assertThat(units.exit()).as(units.err()).isZero();
        assertThat(units.lines()).hasSize(1);
      }
    }
  }
}
