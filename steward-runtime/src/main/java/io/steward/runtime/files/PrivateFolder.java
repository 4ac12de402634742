package io.steward.runtime.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Folders that only this user may enter (mode 0700).
public final class PrivateFolder {

  private static final Set<PosixFilePermission> RIGHTS =
      PosixFilePermissions.fromString("rwx------");

  private PrivateFolder() {}

  /// Opens a folder: creates it, with those above it, or takes away the rights that others have to
  /// an existing one. The operator may have put a link in its place.
  ///
  /// @return its real path
  /// @throws IOException if it cannot be created, or belongs to another user; the message says what
  ///   to do
  public static Path open(Path folder) throws IOException {
    Path real =
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(RIGHTS)).toRealPath();
    tighten(real);
    return real;
  }

  /// Opens a folder as {@link #open} does, but refuses a link in its place.
  ///
  /// @throws IOException if it is a link, cannot be created, or belongs to another user
  public static Path openUnlinked(Path folder) throws IOException {
    if (Files.isSymbolicLink(folder)) {
      throw new IOException(folder + " is a link; it must be a folder");
    }
    Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(RIGHTS));
    tighten(folder);
    return folder;
  }

  /// Whether it is a folder of this user that no other user may enter.
  public static boolean isPrivate(Path folder) throws IOException {
    PosixFileAttributes attributes = attributes(folder);
    return attributes.isDirectory()
        && attributes.owner().equals(CurrentUser.get())
        && RIGHTS.containsAll(attributes.permissions());
  }

  private static void tighten(Path folder) throws IOException {
    PosixFileAttributes attributes = attributes(folder);
    if (!attributes.isDirectory()) {
      throw new IOException(folder + " is not a folder");
    }
    if (!attributes.owner().equals(CurrentUser.get())) {
      throw new IOException(
          folder
              + " belongs to the user "
              + attributes.owner().getName()
              + ", who could change what is in it; it must belong to the user that runs steward"
              + " (chown)");
    }
    if (attributes.permissions().equals(RIGHTS)) {
      return;
    }
    try {
      Files.setPosixFilePermissions(folder, RIGHTS);
    } catch (IOException e) {
      throw new IOException(
          folder + " can be entered by other users, and chmod 700 fails: " + e.getMessage(), e);
    }
  }

  private static PosixFileAttributes attributes(Path folder) throws IOException {
    return Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }
}
