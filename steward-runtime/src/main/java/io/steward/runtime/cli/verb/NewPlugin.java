package io.steward.runtime.cli.verb;

import io.steward.runtime.cli.option.Version;
import io.steward.runtime.cli.scaffold.AtomicFolder;
import io.steward.runtime.cli.scaffold.PluginNames;
import io.steward.runtime.cli.scaffold.PluginTemplate;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.ExitCode;
import io.steward.runtime.plugin.PluginMethod;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `steward new-plugin NAME`
@Command(
    name = "new-plugin",
    description = "Creates a small plugin with its tests, ready to build.",
    mixinStandardHelpOptions = true)
public final class NewPlugin implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "The method, which also names the plugin.")
  private String name = "";

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "The kind: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private PluginMethod.Kind kind = PluginMethod.Kind.COMMAND;

  @Option(
      names = "--package",
      paramLabel = "PACKAGE",
      description = "Its Java package and module. Default: org.example.NAME.")
  private @Nullable String javaPackage;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Where to write it: a new or empty folder. Default: ./NAME.")
  private @Nullable Path folder;

  /// Made by picocli.
  NewPlugin() {}

  @Override
  public Integer call() {
    Console console = Console.ofProgram(false);
    PluginNames names = PluginNames.of(name, kind, javaPackage);
    Path where = folder == null ? Path.of(name) : folder;
    AtomicFolder.write(where, new PluginTemplate(names, Version.number()).files());
    console.line("the " + kind + " " + name + ", its test and a sample are in " + where);
    console.line("build it:  mvn -f " + where.resolve("pom.xml") + " verify");
    console.line(
        kind == PluginMethod.Kind.COMMAND
            ? "try it:    steward try "
                + name
                + " name=ship2 --json --plugins "
                + where.resolve("target")
            : "check it:  steward check " + where.resolve("sample.yaml"));
    return ExitCode.OK;
  }
}
