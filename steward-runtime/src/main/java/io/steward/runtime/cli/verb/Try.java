package io.steward.runtime.cli.verb;

import io.steward.api.CommandHandler;
import io.steward.api.Domain;
import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.cli.method.PluginSource;
import io.steward.runtime.cli.option.Verb;
import io.steward.runtime.cli.send.MessageFollower;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.ExitCode;
import io.steward.runtime.databind.SpellingSuggestion;
import io.steward.runtime.fleet.ExchangeFollower;
import io.steward.runtime.node.MethodTrial;
import io.steward.runtime.plugin.PluginFolder;
import io.steward.runtime.plugin.PluginMethod;
import io.steward.runtime.plugin.PluginPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `steward try METHOD [JSON|key=value...]`
@Command(
    name = "try",
    description = "Runs a command of a method locally, without a broker.",
    mixinStandardHelpOptions = true)
public final class Try extends Verb {

  private static final NodeName NODE = new NodeName("here");
  private static final Domain DOMAIN = new Domain("try");
  private static final Duration TIMEOUT = Duration.ofHours(1);

  @Parameters(
      index = "0",
      paramLabel = "METHOD",
      completionCandidates = MethodCandidates.class,
      description = "The method.")
  private String methodName = "";

  @Parameters(
      index = "1..*",
      paramLabel = "JSON|key=value",
      description = "The arguments: a JSON or YAML document, or key=value pairs.")
  private List<String> arguments = List.of();

  @Option(
      names = "--plugins",
      paramLabel = "FOLDER",
      description = "The plugin folder. Default: that of the installation.")
  private @Nullable Path folder;

  @Option(names = "--native", description = "Allows the plugin to call native code.")
  private boolean nativeAccess;

  /// Made by picocli.
  Try() {}

  @Override
  public Integer call() throws Exception {
    Console console = console();
    PluginPolicy policy = nativeAccess ? PluginPolicy.withNativeAccess() : PluginPolicy.ANY;
    try (PluginFolder plugins = PluginSource.inspect(folder, policy)) {
      List<PluginMethod> commands =
          plugins.methods().stream()
              .filter(method -> method.kind() == PluginMethod.Kind.COMMAND)
              .toList();
      List<String> names = commands.stream().map(method -> method.name().value()).toList();
      PluginMethod method =
          commands.stream()
              .filter(each -> each.name().value().equals(methodName))
              .findFirst()
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "no plugin has a method "
                          + methodName
                          + " for commands"
                          + SpellingSuggestion.hint(methodName, names)));
      PluginFolder.check(method);
      Subject subject = Subject.command(NODE, method.name(), DOMAIN);
      Message message = Message.to(subject, Send.arguments(arguments));
      try (MethodTrial trial = trial(method, subject, method.arguments().orElseThrow());
          ExchangeFollower follower = trial.send(message)) {
        MessageFollower.Result result = MessageFollower.single(follower, console).follow(TIMEOUT);
        if (!console.json() && !result.reason().isEmpty()) {
          console.note("steward: " + result.state().word() + ", " + result.reason());
        }
        return result.exit().orElse(ExitCode.of(result.state()));
      }
    }
  }

  private static <A extends Record> MethodTrial trial(
      PluginMethod method, Subject subject, Class<A> arguments) throws java.io.IOException {
    @SuppressWarnings("unchecked") // the class of the arguments comes from the method itself
    CommandHandler<A> handler = (CommandHandler<A>) method.defaults().get();
    return MethodTrial.of(subject, () -> handler, arguments, method.loader());
  }
}
