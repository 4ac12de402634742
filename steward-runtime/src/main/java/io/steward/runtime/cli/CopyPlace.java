package io.steward.runtime.cli;

import java.nio.file.Path;

/// One end of a copy: a file here, or one on units.
sealed interface CopyPlace {

  /// A file here.
  record Here(Path file) implements CopyPlace {}

  /// A file on units.
  ///
  /// @param target which, as it was typed
  /// @param path absolute; a folder when it ends with a slash
  record There(String target, String path) implements CopyPlace {

    /// The same, as a file.
    ///
    /// @param name of what is copied, for a folder
    There with(String name) {
      return path.endsWith("/") ? new There(target, path + name) : this;
    }

    /// The file's name.
    String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  /// Reads one: `TARGET:/PATH` is on units; whatever begins with `/` or `.`, or has no `:/`, is
  /// here.
  static CopyPlace read(String typed) {
    int colon = typed.indexOf(":/");
    return colon <= 0 || typed.startsWith("/") || typed.startsWith(".")
        ? new Here(Path.of(typed))
        : new There(typed.substring(0, colon), typed.substring(colon + 1));
  }
}
