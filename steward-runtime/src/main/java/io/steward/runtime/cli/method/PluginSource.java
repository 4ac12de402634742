package io.steward.runtime.cli.method;

import io.steward.runtime.plugin.PluginFolder;
import io.steward.runtime.plugin.PluginPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the plugin folder of a verb: the explicit one, or that of the installation.
public final class PluginSource {

  private PluginSource() {}

  /// The plugins of the folder, none of whose code has run.
  public static PluginFolder inspect(@Nullable Path explicit, PluginPolicy policy)
      throws IOException {
    return PluginFolder.inspect(folder(explicit), policy);
  }

  /// The folder: explicit, else `STEWARD_PLUGINS`, else that of the installation, else `plugins`.
  public static Path folder(@Nullable Path explicit) {
    Path folder =
        Optional.ofNullable(explicit)
            .or(() -> Optional.ofNullable(System.getenv("STEWARD_PLUGINS")).map(Path::of))
            .or(() ->
                Optional.ofNullable(System.getenv("STEWARD_HOME"))
                    .map(home -> Path.of(home, "plugins")))
            .orElse(Path.of("plugins"));
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("there is no folder " + folder);
    }
    return folder;
  }
}
