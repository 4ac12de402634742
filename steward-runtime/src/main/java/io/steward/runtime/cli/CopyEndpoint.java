package io.steward.runtime.cli;

import java.nio.file.Path;

/// One end of a copy: a file here, or one on units.
sealed interface CopyEndpoint {

  /// A file here.
  record LocalFile(Path file) implements CopyEndpoint {}

  /// A file on units.
  ///
  /// @param target which, as it was typed
  /// @param path absolute; a folder when it ends with a slash
  record RemoteFile(String target, String path) implements CopyEndpoint {

    /// The same, as a file.
    ///
    /// @param name of what is copied, for a folder
    RemoteFile with(String name) {
      return path.endsWith("/") ? new RemoteFile(target, path + name) : this;
    }

    /// The file's name.
    String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  /// Reads one: `TARGET:/PATH` is on units; whatever begins with `/` or `.`, or has no `:/`, is
  /// here.
  static CopyEndpoint read(String typed) {
    int colon = typed.indexOf(":/");
    return colon <= 0 || typed.startsWith("/") || typed.startsWith(".")
        ? new LocalFile(Path.of(typed))
        : new RemoteFile(typed.substring(0, colon), typed.substring(colon + 1));
  }
}
