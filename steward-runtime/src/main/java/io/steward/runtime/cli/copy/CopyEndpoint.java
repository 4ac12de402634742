package io.steward.runtime.cli.copy;

import java.nio.file.Path;

/// The source or target of a copy: a local file, or a file on units.
public sealed interface CopyEndpoint {

  /// A local file.
  record LocalFile(Path file) implements CopyEndpoint {}

  /// A file on units.
  ///
  /// @param target the units, as typed
  /// @param path an absolute path; a folder if it ends with a slash
  record RemoteFile(String target, String path) implements CopyEndpoint {

    /// The path of a file: if this is a folder, of the file in it.
    ///
    /// @param name the name of the file, for a folder
    public RemoteFile with(String name) {
      return path.endsWith("/") ? new RemoteFile(target, path + name) : this;
    }

    /// The file's name.
    public String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  /// Parses an endpoint: `TARGET:/PATH` is on units; anything that begins with `/` or `.`, or
  /// contains no `:/`, is local.
  static CopyEndpoint read(String typed) {
    int colon = typed.indexOf(":/");
    return colon <= 0 || typed.startsWith("/") || typed.startsWith(".")
        ? new LocalFile(Path.of(typed))
        : new RemoteFile(typed.substring(0, colon), typed.substring(colon + 1));
  }
}
