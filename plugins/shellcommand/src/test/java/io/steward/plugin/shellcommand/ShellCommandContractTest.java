package io.steward.plugin.shellcommand;

import io.steward.testkit.CommandContract;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ShellCommandContractTest extends CommandContract<ShellCommand.Arguments> {

  private static ShellCommand.Arguments run(String... program) {
    return new ShellCommand.Arguments(
        List.of(program),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Map.of(),
        Optional.empty());
  }

  @Override
  protected ShellCommand handler() {
    return new ShellCommand();
  }

  @Override
  protected ShellCommand.Arguments shortArguments() {
    return run("echo", "here");
  }

  @Override
  protected Optional<ShellCommand.Arguments> longArguments() {
    return Optional.of(run("sleep", "300"));
  }
}
