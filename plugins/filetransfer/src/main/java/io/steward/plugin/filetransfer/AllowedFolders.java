package io.steward.plugin.filetransfer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// The folders that files may be in.
///
/// @param setting what they are called in the configuration
/// @param folders absolute; none allows nothing
record AllowedFolders(String setting, List<Path> folders) {

  /// Opens the place of a file.
  ///
  /// @throws RefusedException when it is not in one of the folders
  SecurePath open(Path file) throws IOException {
    if (!file.isAbsolute() || !file.equals(file.normalize())) {
      throw new RefusedException(file + " is not absolute, written without . and ..");
    }
    for (Path folder : folders) {
      if (file.startsWith(folder) && !file.equals(folder)) {
        return SecurePath.open(folder, folder.relativize(file));
      }
    }
    throw new RefusedException(
        folders.isEmpty()
            ? "nothing may be copied so on this node; its keeper can write with: { "
                + setting
                + ": ["
                + file.getParent()
                + "] }"
            : file
                + " is in none of the folders that \""
                + setting
                + "\" allows on this node: "
                + folders.stream().map(Path::toString).collect(Collectors.joining(", ")));
  }
}
