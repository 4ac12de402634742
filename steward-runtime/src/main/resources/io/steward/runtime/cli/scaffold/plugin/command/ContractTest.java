package {{package}};

import io.steward.testkit.CommandContract;
import java.util.Optional;

/// The contract of all command handlers.
class {{type}}ContractTest extends CommandContract<{{type}}.Arguments> {

  @Override
  protected {{type}} handler() {
    return new {{type}}();
  }

  @Override
  protected {{type}}.Arguments shortArguments() {
    return new {{type}}.Arguments("ship2");
  }

  @Override
  protected Optional<{{type}}.Arguments> longArguments() {
    return Optional.empty(); // a greeting is over too soon to be interrupted
  }
}
