package io.steward.runtime.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/// A file with a secret: a password, a token, a key, or a document with one of these.
public final class SecretFile {

  private static final int MAX_SIZE = 1 << 20;

  /// The owner's group may read a secret, as it may `/etc/shadow`.
  private static final Set<PosixFilePermission> ALLOWED =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE,
          PosixFilePermission.GROUP_READ);

  private SecretFile() {}

  /// Reads a file that the operator named, who may have used links.
  ///
  /// @throws IOException if it cannot be read, or other users may read or write it; the message
  ///   names it, and contains nothing of it
  public static byte[] read(Path file) throws IOException {
    require(file);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_SIZE + 1);
      if (content.length > MAX_SIZE) {
        throw new IOException(file + " is too large for a secret");
      }
      return content;
    }
  }

  /// Checks that other users can neither read nor write a file.
  ///
  /// @throws IOException if they can, or it is no regular file
  public static void require(Path file) throws IOException {
    PosixFileAttributes attributes;
    try {
      attributes = Files.readAttributes(file, PosixFileAttributes.class);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + file, e);
    }
    if (!attributes.isRegularFile()) {
      throw new IOException(file + " is not a regular file");
    }
    String owner = attributes.owner().getName();
    if (!attributes.owner().equals(CurrentUser.get()) && !owner.equals("root")) {
      throw new IOException(file + " belongs to the user " + owner + ", who knows the secret");
    }
    if (!ALLOWED.containsAll(attributes.permissions())) {
      throw new IOException(
          file + " contains a secret, and other users can read or write it; chmod 600 " + file);
    }
  }
}
