package io.steward.plugin.filetransfer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// The folders that a setting allows.
///
/// @param setting name in the configuration
/// @param folders absolute; none when empty
record AllowedFolders(String setting, List<Path> folders) {

  /// Opens the path of a file.
  ///
  /// @throws RefusedException when it is not in one of the folders
  SecurePath open(Path file) throws IOException {
    if (!file.isAbsolute() || !file.equals(file.normalize())) {
      throw new RefusedException(file + " is not an absolute path without . and ..");
    }
    for (Path folder : folders) {
      if (file.startsWith(folder) && !file.equals(folder)) {
        return SecurePath.open(folder, folder.relativize(file));
      }
    }
    throw new RefusedException(
        folders.isEmpty()
            ? "this node does not allow it; to allow it, set in the binding: with: { "
                + setting
                + ": ["
                + file.getParent()
                + "] }"
            : file
                + " is not in any of the folders that \""
                + setting
                + "\" allows on this node: "
                + folders.stream().map(Path::toString).collect(Collectors.joining(", ")));
  }
}
