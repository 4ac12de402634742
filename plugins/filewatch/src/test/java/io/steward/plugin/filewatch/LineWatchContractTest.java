package io.steward.plugin.filewatch;

import io.steward.testkit.SourceContract;
import io.steward.testkit.SourceStand;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LineWatchContractTest extends SourceContract {

  @TempDir private Path folder = Path.of("");

  @Override
  protected FileWatch source() {
    return Watches.lines(FileWatch.From.BEGINNING, folder.resolve("app.log").toString());
  }

  @Override
  protected void causeEvent(SourceStand stand) throws IOException {
    Watches.append(folder.resolve("app.log"), "something\n");
  }
}
