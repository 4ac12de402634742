package io.steward.runtime.cli.verb;

import io.steward.api.NodeName;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.cli.completion.CompletionCandidates;
import io.steward.runtime.cli.method.MethodDescription;
import io.steward.runtime.cli.method.MethodLookup;
import io.steward.runtime.cli.method.MethodPage;
import io.steward.runtime.cli.option.Verb;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.ExitCode;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.databind.SpellingSuggestion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `steward describe [METHOD]`
@Command(
    name = "describe",
    description =
        "Shows the arguments of a method and its settings with their defaults; or lists all"
            + " methods.",
    mixinStandardHelpOptions = true)
public final class Describe extends Verb {

  @Parameters(
      paramLabel = "METHOD",
      completionCandidates = MethodCandidates.class,
      arity = "0..1",
      description = "The method. Default: lists all.")
  private String methodName = "";

  @ArgGroup private Where where = new Where();

  /// Where to look: at most one of these.
  static final class Where {
    @Option(
        names = "--plugins",
        paramLabel = "FOLDER",
        description = "Looks in this plugin folder. Default: that of the installation.")
    private @Nullable Path folder;

    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "Looks in the plugin folder of this configuration, and shows its bindings.")
    private @Nullable Path config;

    @Option(
        names = "--unit",
        paramLabel = "UNIT",
        completionCandidates = CompletionCandidates.OfUnits.class,
        description = "Shows what this unit reports.")
    private String unit = "";

    /// Made by picocli.
    Where() {}
  }

  /// Made by picocli.
  Describe() {}

  @Override
  public Integer call() throws Exception {
    Console console = console();
    List<MethodDescription> all = all();
    List<MethodDescription> methods =
        all.stream()
            .filter(method -> methodName.isEmpty() || method.name().equals(methodName))
            .toList();
    if (methods.isEmpty() && !methodName.isEmpty()) {
      List<String> names = all.stream().map(MethodDescription::name).distinct().toList();
      throw new IllegalArgumentException(
          (where.unit.isEmpty() ? "no plugin" : "no plugin of " + where.unit)
              + " has a method "
              + methodName
              + SpellingSuggestion.hint(methodName, names));
    }
    if (console.json()) {
      methods.forEach(method -> console.object("method", method.object()));
    } else if (methodName.isEmpty()) {
      console.table(MethodPage.list(methods));
    } else {
      methods.forEach(method -> MethodPage.of(method, console).forEach(console::line));
    }
    return ExitCode.OK;
  }

  private List<MethodDescription> all()
      throws Unreachable, ProblemsException, IOException, InterruptedException {
    if (!where.unit.isEmpty()) {
      NodeName node = new NodeName(where.unit);
      try (Bus bus = connect()) {
        return MethodLookup.atUnit(node, bus);
      }
    }
    return where.config == null
        ? MethodLookup.inFolder(where.folder, methodName)
        : MethodLookup.forConfig(where.config, methodName);
  }
}
