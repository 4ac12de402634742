package {{package}};

import io.steward.testkit.EventContract;

/// The rules for every event handler.
class {{type}}ContractTest extends EventContract<{{type}}.Arguments> {

  @Override
  protected {{type}} handler() {
    return new {{type}}();
  }

  @Override
  protected {{type}}.Arguments event() {
    return new {{type}}.Arguments("the door is open");
  }
}
