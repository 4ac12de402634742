package io.steward.runtime.plugin;

import io.steward.runtime.temporary.TemporaryFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The content of a plugin folder, read without running any of its code.
///
/// @param items the plugins that would be loaded, each in its highest version
/// @param refused the jars that would not be loaded
public record PluginFolderContents(List<Item> items, List<RefusedJar> refused) {

  /// A plugin.
  ///
  /// @param id its id
  /// @param version its version
  /// @param sha256 the SHA-256 of its jar, in hex
  public record Item(String id, String version, String sha256) {}

  /// Reads all jars of a folder.
  ///
  /// @throws IOException if it cannot be read, or no folder for private copies can be created
  public static PluginFolderContents of(Path folder) throws IOException {
    StagingFolder staging = StagingFolder.within(TemporaryFiles.root());
    try (JarCatalog jars =
        new JarCatalog(staging, new StewardPluginManager(staging.folder()), PluginPolicy.ANY)) {
      jars.update(FolderSnapshot.of(folder));
      List<Item> items =
          jars.ids().stream()
              .flatMap(id -> jars.best(id).stream())
              .map(jar -> new Item(jar.id(), jar.version(), jar.sha256()))
              .toList();
      return new PluginFolderContents(items, jars.refused());
    }
  }
}
