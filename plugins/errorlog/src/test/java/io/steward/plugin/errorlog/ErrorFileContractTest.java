package io.steward.plugin.errorlog;

import io.steward.testkit.EventContract;

class ErrorFileContractTest extends EventContract<Batch> {

  @Override
  protected ErrorFile handler() {
    return new ErrorFile();
  }

  @Override
  protected Batch event() {
    return Errors.batch(7, 2, Errors.entry("no berth"));
  }
}
