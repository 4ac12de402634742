package io.steward.runtime.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

/// Files that only this user may read and write (mode 0600). Links are never followed.
public final class PrivateFile {

  private static final Set<PosixFilePermission> RIGHTS =
      PosixFilePermissions.fromString("rw-------");

  private PrivateFile() {}

  /// Opens a file in a folder of this user's; a new one is private.
  ///
  /// @throws IOException if it is a link or cannot be opened
  public static FileChannel open(Path file, OpenOption... options) throws IOException {
    Set<OpenOption> all = new HashSet<>(Set.of(options));
    all.add(LinkOption.NOFOLLOW_LINKS);
    return FileChannel.open(file, all, PosixFilePermissions.asFileAttribute(RIGHTS));
  }

  /// Creates an empty file, or takes away the rights that others have to an existing one.
  ///
  /// @throws IOException if it is no regular file of this user's
  public static void create(Path file) throws IOException {
    try {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(RIGHTS));
    } catch (FileAlreadyExistsException e) {
      tighten(file);
    }
  }

  /// Takes away the rights that others have to a file, if there is one.
  ///
  /// @throws IOException if it is no regular file of this user's
  public static void tighten(Path file) throws IOException {
    try {
      PosixFileAttributes attributes = attributes(file);
      if (!attributes.isRegularFile() || !attributes.owner().equals(CurrentUser.get())) {
        throw new IOException(file + " is not a regular file of the user that runs steward");
      }
      if (!attributes.permissions().equals(RIGHTS)) {
        Files.setPosixFilePermissions(file, RIGHTS);
      }
    } catch (NoSuchFileException e) {
      // nothing to tighten
    }
  }

  /// Writes a file atomically: nobody sees a part of it, and only this user sees it at all.
  public static void replace(Path file, byte[] content) throws IOException {
    Path draft =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            ".draft-",
            "",
            PosixFilePermissions.asFileAttribute(RIGHTS));
    try {
      try (FileChannel channel = open(draft, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /// Whether it is a regular file of this user's, under this one name, that others cannot write.
  /// Only such a file in a folder of other users is as this user left it.
  public static boolean isOwn(Path file) throws IOException {
    try {
      PosixFileAttributes attributes = attributes(file);
      return attributes.isRegularFile()
          && attributes.owner().equals(CurrentUser.get())
          && !attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
          && !attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)
          && Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS)
              instanceof Integer names
          && names == 1;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static PosixFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }
}
