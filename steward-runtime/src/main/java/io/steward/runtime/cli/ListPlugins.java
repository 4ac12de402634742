package io.steward.runtime.cli;

import io.steward.runtime.plugin.LoadedPlugin;
import io.steward.runtime.plugin.PluginFolder;
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
    description = "Lists the plugins of a folder, and what is wrong with those that are refused.",
    mixinStandardHelpOptions = true)
final class ListPlugins implements Callable<Integer> {

  @Parameters(
      paramLabel = "FOLDER",
      arity = "0..1",
      description = "The folder; the installation's own when not said.")
  private @Nullable Path folder;

  @Option(names = "--json", description = "Results as JSON, one object a line.")
  private boolean json;

  /// Made by picocli.
  ListPlugins() {}

  @Override
  public Integer call() throws Exception {
    Console console = new Console(Console.stdout(), System.err, System.getenv(), json);
    try (PluginFolder plugins = PluginSource.open(folder)) {
      Table table = new Table("PLUGIN", "VERSION", "METHODS", "SHA-256");
      for (LoadedPlugin plugin : plugins.plugins()) {
        List<String> methods =
            plugin.methods().stream()
                .map(method -> method.name() + " (" + method.kind() + ")")
                .toList();
        if (json) {
          console.object(
              "plugin",
              Map.of(
                  "id", plugin.id(),
                  "version", plugin.version(),
                  "methods", methods,
                  "sha256", plugin.sha256(),
                  "jar", plugin.jar().toString()));
        }
        table.row(
            plugin.id(),
            plugin.version(),
            String.join(", ", methods),
            plugin.sha256().substring(0, 12));
      }
      if (!json) {
        table.lines().forEach(console::line);
      }
      plugins
          .refused()
          .forEach(jar -> {
            if (json) {
              console.object(
                  "refused", Map.of("jar", jar.jar().toString(), "reason", jar.reason()));
            } else {
              console.note(jar.jar() + " is refused: " + jar.reason());
            }
          });
      return plugins.refused().isEmpty() ? Exit.FINE : Exit.FAILED;
    }
  }
}
