package {{package}};

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.steward.testkit.SourceStand;
import io.steward.testkit.Workbench;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the source on the engine of a node.
class {{type}}Test {

  @TempDir private Path folder;

  @Test
  void reportsTheFreeSpace() {
    try (SourceStand stand = Workbench.of(new {{type}}(folder, Duration.ofHours(1)))) {
      await().until(() -> !stand.events().isEmpty());
      assertThat(stand.events())
          .singleElement()
          .satisfies(event -> assertThat(event).containsKeys("text", "freeBytes"));
      await().until(() -> stand.status().endsWith(" MiB are free in " + folder));
    }
  }

  @Test
  void reportsAFailureInItsStatus() {
    Path nowhere = folder.resolve("nowhere");
    try (SourceStand stand = Workbench.of(new {{type}}(nowhere, Duration.ofHours(1)))) {
      await().until(() -> stand.status().contains(nowhere.toString()));
      assertThat(stand.events()).isEmpty();
    }
  }

  @Test
  void rejectsAShortInterval() {
    assertThatThrownBy(() -> new {{type}}(folder, Duration.ofMillis(999)))
        .hasMessage("every must be at least 1s");
  }
}
