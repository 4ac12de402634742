package {{package}};

import io.steward.testkit.EventContract;

/// The contract of all event handlers.
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
