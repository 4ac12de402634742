package io.steward.plugin.filewatch;

import io.steward.testkit.EventContract;
import java.util.List;
import java.util.Optional;

class WatchLogContractTest extends EventContract<Batch> {

  @Override
  protected WatchLog handler() {
    return new WatchLog();
  }

  @Override
  protected Batch event() {
    FileLine fileLine = new FileLine("caf\u00e9", Optional.of("ISO-8859-1"), true);
    return new Batch("s", 7, Optional.of("/var/log/app.log"), List.of(fileLine), List.of());
  }
}
