package {{package}};

import io.steward.testkit.SourceContract;
import io.steward.testkit.SourceStand;

/// What every source keeps to.
class {{type}}ContractTest extends SourceContract {

  @Override
  protected {{type}} source() {
    return new {{type}}();
  }

  @Override
  protected void happen(SourceStand stand) {
    // it sends something whenever it is started
  }
}
