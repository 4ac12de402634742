package io.steward.runtime.cli.verb;

import io.steward.runtime.cli.method.PluginSource;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.ExitCode;
import io.steward.runtime.cli.terminal.Table;
import io.steward.runtime.plugin.LoadedPlugin;
import io.steward.runtime.plugin.PluginFolder;
import io.steward.runtime.plugin.PluginFolderContents;
import io.steward.runtime.plugin.PluginPolicy;
import io.steward.runtime.plugin.RefusedJar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `steward plugins [FOLDER]`
@Command(
    name = "plugins",
    description = "Lists the plugins of a folder, and why jars are refused.",
    mixinStandardHelpOptions = true)
public final class ListPlugins implements Callable<Integer> {

  @Parameters(
      paramLabel = "FOLDER",
      arity = "0..1",
      description = "The folder. Default: that of the installation.")
  private @Nullable Path folder;

  @Option(names = "--json", description = "Prints results as JSON, one object per line.")
  private boolean json;

  @Option(
      names = "--pins",
      description = "Prints the pins of all plugins for a node's YAML; runs none of their code.")
  private boolean pins;

  /// Made by picocli.
  ListPlugins() {}

  @Override
  public Integer call() throws Exception {
    Console console = Console.ofProgram(json);
    return pins ? printPins(console) : list(console);
  }

  private int list(Console console) throws IOException {
    try (PluginFolder plugins = PluginSource.inspect(folder, PluginPolicy.ANY)) {
      Table table = new Table("PLUGIN", "VERSION", "METHODS", "SIGNED BY", "SHA-256");
      for (LoadedPlugin plugin : plugins.plugins()) {
        List<String> methods =
            plugin.methods().stream()
                .map(method -> method.name() + " (" + method.kind() + ")")
                .toList();
        List<String> signers = plugin.signature().signerNames();
        if (json) {
          console.object(
              "plugin",
              Map.of(
                  "id", plugin.id(),
                  "version", plugin.version(),
                  "methods", methods,
                  "signedBy", signers,
                  "sha256", plugin.sha256(),
                  "jar", plugin.jar().toString()));
        }
        table.row(
            plugin.id(),
            plugin.version(),
            String.join(", ", methods),
            String.join(" and ", signers),
            plugin.sha256().substring(0, 12));
      }
      if (!json) {
        table.lines().forEach(console::line);
      }
      return printRefused(console, plugins.refused());
    }
  }

  /// Prints the pins for a node's YAML, which allow only the present jars to run.
  private int printPins(Console console) throws IOException {
    PluginFolderContents inventory = PluginFolderContents.of(PluginSource.folder(folder));
    if (!json) {
      console.line("plugins:");
      console.line("  trust: pinned");
      console.line("  pins:");
    }
    for (PluginFolderContents.Item item : inventory.items()) {
      if (json) {
        console.object(
            "pin", Map.of("id", item.id(), "version", item.version(), "sha256", item.sha256()));
      } else {
        console.line("    " + item.id() + ": " + item.sha256() + " # " + item.version());
      }
    }
    return printRefused(console, inventory.refused());
  }

  private int printRefused(Console console, List<RefusedJar> jars) {
    for (RefusedJar jar : jars) {
      if (json) {
        console.object("refused", Map.of("jar", jar.jar().toString(), "reason", jar.reason()));
      } else {
        console.note(jar.jar() + " is refused: " + jar.reason());
      }
    }
    return jars.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }
}
