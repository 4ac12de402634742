package io.steward.runtime.plugin;

import io.steward.runtime.temporary.TemporaryFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// What is in a folder of plugins, found out without running anything of it.
///
/// @param items what would be loaded, of each plugin the highest version
/// @param refused what would not
public record PluginInventory(List<Item> items, List<RefusedJar> refused) {

  /// A plugin.
  ///
  /// @param id its id
  /// @param version its version
  /// @param sha256 of its jar, in hex
  public record Item(String id, String version, String sha256) {}

  /// Reads all jars of a folder.
  ///
  /// @throws IOException when it cannot be read, or no folder for private copies can be made
  public static PluginInventory of(Path folder) throws IOException {
    StagingFolder staging = StagingFolder.within(TemporaryFiles.root());
    try (JarCatalog jars =
        new JarCatalog(staging, new StewardPluginManager(staging.folder()), PluginPolicy.ANY)) {
      jars.update(FolderSnapshot.of(folder));
      List<Item> items =
          jars.ids().stream()
              .flatMap(id -> jars.best(id).stream())
              .map(jar -> new Item(jar.id(), jar.version(), jar.sha256()))
              .toList();
      return new PluginInventory(items, jars.refused());
    }
  }
}
