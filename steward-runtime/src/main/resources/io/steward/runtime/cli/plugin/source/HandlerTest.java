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

/// The source on a node's engine.
class {{type}}Test {

  @TempDir private Path folder;

  @Test
  void sendsHowMuchIsFree() {
    try (SourceStand stand = Workbench.of(new {{type}}(folder, Duration.ofHours(1)))) {
      await().until(() -> !stand.events().isEmpty());
      assertThat(stand.events())
          .singleElement()
          .satisfies(event -> assertThat(event).containsKeys("text", "freeBytes"));
      await().until(() -> stand.status().endsWith(" MiB are free in " + folder));
    }
  }

  @Test
  void saysWhyItCannotLook() {
    Path nowhere = folder.resolve("nowhere");
    try (SourceStand stand = Workbench.of(new {{type}}(nowhere, Duration.ofHours(1)))) {
      await().until(() -> stand.status().contains(nowhere.toString()));
      assertThat(stand.events()).isEmpty();
    }
  }

  @Test
  void doesNotLookAllTheTime() {
    assertThatThrownBy(() -> new {{type}}(folder, Duration.ofMillis(999)))
        .hasMessage("every is 1s or more");
  }
}
