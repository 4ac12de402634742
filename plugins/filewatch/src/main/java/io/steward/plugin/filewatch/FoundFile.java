package io.steward.plugin.filewatch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// What was found at a path.
///
/// @param key identifies the file whatever its name
/// @param entry its properties
record FoundFile(String key, FileEntry entry) {

  private static final Class<? extends BasicFileAttributes> ATTRIBUTES =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
          ? PosixFileAttributes.class
          : BasicFileAttributes.class;

  /// Reads the properties of a path.
  ///
  /// @param before what was found there before; its hash is reused if it seems unchanged
  /// @param hash maximum size of a file to be hashed, in bytes
  /// @throws IOException when nothing exists there
  static FoundFile at(Path path, Optional<FoundFile> before, long hash) throws IOException {
    BasicFileAttributes found = Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    boolean sized = !found.isDirectory();
    FileEntry fileEntry =
        new FileEntry(
            type(found),
            posix(found).map(posix -> PosixFilePermissions.toString(posix.permissions())),
            posix(found).map(posix -> posix.owner().getName()),
            sized ? Optional.of(found.size()) : Optional.empty(),
            sized ? Optional.of(found.lastModifiedTime().toInstant()) : Optional.empty(),
            Optional.empty());
    String key = found.fileKey() == null ? path.toString() : found.fileKey().toString();
    if (!found.isRegularFile() || found.size() > hash || hash == 0) {
      return new FoundFile(key, fileEntry);
    }
    Optional<String> known =
        before
            .filter(old -> old.key.equals(key) && old.entry.isAlike(fileEntry))
            .flatMap(old -> old.entry.sha256());
    return new FoundFile(key, fileEntry.withSha256(known.or(() -> sha256(path))));
  }

  private static Optional<PosixFileAttributes> posix(BasicFileAttributes found) {
    return found instanceof PosixFileAttributes posix ? Optional.of(posix) : Optional.empty();
  }

  private static FileEntry.Type type(BasicFileAttributes found) {
    if (found.isDirectory()) {
      return FileEntry.Type.DIRECTORY;
    }
    if (found.isSymbolicLink()) {
      return FileEntry.Type.LINK;
    }
    return found.isRegularFile() ? FileEntry.Type.FILE : FileEntry.Type.OTHER;
  }

  private static Optional<String> sha256(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] chunk = new byte[65_536];
      for (int length = in.read(chunk); length > 0; length = in.read(chunk)) {
        digest.update(chunk, 0, length);
      }
      return Optional.of(HexFormat.of().formatHex(digest.digest()));
    } catch (IOException unreadable) {
      return Optional.empty();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// Whether the other may be the same file under another path.
  boolean isMovedTo(FoundFile other) {
    return key.equals(other.key) && entry.isAlike(other.entry);
  }

  void write(DataOutput out) throws IOException {
    JournalCodec.text(out, key);
    entry.write(out);
  }

  static FoundFile read(DataInput in) throws IOException {
    return new FoundFile(JournalCodec.text(in), FileEntry.read(in));
  }
}
