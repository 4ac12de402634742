package io.steward.runtime.cli.verb;

import io.steward.api.Domain;
import io.steward.api.Message;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.cli.completion.CompletionCandidates;
import io.steward.runtime.cli.option.RolloutOptions;
import io.steward.runtime.cli.option.SendOptions;
import io.steward.runtime.cli.option.TargetResolver;
import io.steward.runtime.cli.option.Verb;
import io.steward.runtime.cli.send.FanOutCommand;
import io.steward.runtime.cli.send.SendAndFollow;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.ExitCode;
import io.steward.runtime.targeting.Targets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `steward run TARGET... -- PROGRAM [ARG...]`
@Command(
    name = "run",
    description = "Runs a program on units, using their method shellcommand.",
    customSynopsis = "steward run [OPTIONS] TARGET... -- PROGRAM [ARGUMENT...]",
    mixinStandardHelpOptions = true)
public final class RunProgram extends Verb {

  private static final MethodName METHOD = new MethodName("shellcommand");
  private static final String SEPARATOR = "--";

  @Parameters(
      paramLabel = "TARGET... -- PROGRAM [ARGUMENT...]",
      completionCandidates = CompletionCandidates.OfUnits.class,
      arity = "0..*",
      description = TargetResolver.HELP + " Then the program.")
  private List<String> words = List.of();

  @Option(names = "--all", description = "All known units.")
  private boolean all;

  @Option(
      names = "--domain",
      defaultValue = "operatingsystem",
      description = "The domain of the method. Default: ${DEFAULT-VALUE}.")
  private String domain = "";

  @Option(names = "--directory", description = "The working directory of the program.")
  private @Nullable String directory;

  @Option(
      names = "--env",
      paramLabel = "NAME=VALUE",
      description = "Sets an environment variable of the program.")
  private Map<String, String> environment = new LinkedHashMap<>();

  @Mixin private SendOptions options = new SendOptions();

  @Mixin private RolloutOptions rollout = new RolloutOptions();

  @Spec private @Nullable CommandSpec spec;

  /// Made by picocli.
  RunProgram() {}

  @Override
  public Integer call() throws Exception {
    // picocli removes the separator; the original arguments still have it
    List<String> typed = spec == null ? words : spec.commandLine().getParseResult().originalArgs();
    int separator = typed.indexOf(SEPARATOR);
    if (separator < 0) {
      throw usage("write -- before the program: steward run ship2 -- uname -a");
    }
    List<String> program = typed.subList(separator + 1, typed.size());
    List<String> targetWords = words.subList(0, words.size() - program.size());
    if (program.isEmpty() || (targetWords.isEmpty() && !all)) {
      throw usage(program.isEmpty() ? "a program is missing" : "a target is missing");
    }
    rollout.check(options);
    Targets targets = all ? Targets.ALL : TargetResolver.resolve(targetWords);
    Console console = console();
    try (Bus bus = connect(options, console)) {
      FanOutCommand units = new FanOutCommand(bus, sender(), console, options, rollout);
      List<Message> commands = units.commands(targets, node -> command(node, program));
      if (commands.size() > 1 || rollout.isJob()) {
        return units.send(targets, commands);
      }
      return new SendAndFollow(bus, sender(), console, options)
          .one(commands.getFirst())
          .map(result -> result.exit().orElse(ExitCode.of(result.state())))
          .orElse(ExitCode.OK);
    }
  }

  private ParameterException usage(String message) {
    if (spec == null) {
      throw new IllegalArgumentException(message);
    }
    return new ParameterException(spec.commandLine(), message);
  }

  private Message command(NodeName node, List<String> program) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("command", program);
    if (directory != null) {
      arguments.put("directory", directory);
    }
    if (!environment.isEmpty()) {
      arguments.put("environment", environment);
    }
    return Message.to(Subject.command(node, METHOD, new Domain(domain)), arguments);
  }
}
