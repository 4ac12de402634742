package {{package}};

import io.steward.testkit.SourceContract;
import io.steward.testkit.SourceStand;

/// The contract of all sources.
class {{type}}ContractTest extends SourceContract {

  @Override
  protected {{type}} source() {
    return new {{type}}();
  }

  @Override
  protected void causeEvent(SourceStand stand) {
    // it sends an event whenever it starts
  }
}
