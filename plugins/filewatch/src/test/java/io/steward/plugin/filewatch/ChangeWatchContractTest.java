package io.steward.plugin.filewatch;

import static org.awaitility.Awaitility.await;

import io.steward.testkit.SourceContract;
import io.steward.testkit.SourceStand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

class ChangeWatchContractTest extends SourceContract {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path folder = Path.of("");

  @Override
  protected FileWatch source() {
    return Watches.changes(Watches.SOON, folder.toString());
  }

  @Override
  protected void causeEvent(SourceStand stand) throws IOException {
    await()
        .atMost(PATIENCE)
        .until(() -> stand.status().startsWith("watching ")); // what existed before is not a change
    Files.createTempFile(folder, "new", "");
  }
}
