package io.steward.runtime.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;

/// The user that this program runs as.
final class CurrentUser {

  /// Belongs to the effective user of this program; Java itself tells only a name, which a
  /// container may not know.
  private static final Path PROCESS = Path.of("/proc/self");

  private CurrentUser() {}

  static UserPrincipal get() throws IOException {
    return Files.exists(PROCESS)
        ? Files.getOwner(PROCESS)
        : PROCESS
            .getFileSystem()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(System.getProperty("user.name"));
  }
}
