package io.steward.runtime.cli.verb;

import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.ExitCode;
import io.steward.runtime.config.ConfigFile;
import io.steward.runtime.databind.Json;
import io.steward.runtime.node.ValidatedConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `steward check CONFIG...`
@Command(
    name = "check",
    description = "Checks configurations and reports all problems, without starting anything.",
    mixinStandardHelpOptions = true)
public final class Check implements Callable<Integer> {

  @Parameters(paramLabel = "CONFIG", arity = "0..*", description = "Configurations of nodes.")
  private List<Path> configs = List.of();

  @Option(names = "--schema", description = "Prints the JSON Schema of a configuration instead.")
  private boolean schema;

  /// Made by picocli.
  Check() {}

  @Override
  public Integer call() throws Exception {
    Console console = Console.ofProgram(false);
    if (schema) {
      console.line(Json.pretty(ConfigFile.schema()));
      return ExitCode.OK;
    }
    if (configs.isEmpty()) {
      throw new IllegalArgumentException("name at least one configuration to check");
    }
    for (ValidatedConfig checked : ConfigFiles.check(configs)) {
      var config = checked.file().config();
      console.line(
          checked.file().file()
              + ": node "
              + config.node()
              + ", "
              + count(config.commands().size(), "command")
              + ", "
              + count(config.events().size(), "event")
              + ", "
              + count(config.sources().size(), "source")
              + "; fine");
      checked
          .refused()
          .forEach(jar -> console.note("note: " + jar.jar() + " is refused: " + jar.reason()));
    }
    return ExitCode.OK;
  }

  private static String count(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
