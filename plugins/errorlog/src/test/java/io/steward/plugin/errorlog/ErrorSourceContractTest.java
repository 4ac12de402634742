package io.steward.plugin.errorlog;

import io.steward.testkit.SourceContract;
import io.steward.testkit.SourceStand;

class ErrorSourceContractTest extends SourceContract {

  @Override
  protected ErrorSource source() {
    return Errors.source(10_000);
  }

  @Override
  protected void causeEvent(SourceStand stand) {
    Errors.log("something went wrong");
  }
}
