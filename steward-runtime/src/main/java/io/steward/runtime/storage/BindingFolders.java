package io.steward.runtime.storage;

import io.steward.runtime.files.PrivateFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The folders of a node's bindings. Used by any thread.
public final class BindingFolders {

  private final Path data;
  private final Map<String, BindingFolder> folders = new ConcurrentHashMap<>();

  /// @param data the folder with the folders of the bindings
  public BindingFolders(Path data) {
    this.data = data;
  }

  /// The folder of one binding, created if it does not exist. All threads that serve a binding get
  /// the same instance, and so the same positions.
  ///
  /// @param binding its name, such as `source.uptime.main`
  /// @throws IOException if the folder cannot be created
  public BindingFolder of(String binding) throws IOException {
    Path path = PrivateFolder.open(data.resolve(binding));
    return folders.computeIfAbsent(
        binding, _ -> new BindingFolder(path, PositionFiles.below(path)));
  }
}
