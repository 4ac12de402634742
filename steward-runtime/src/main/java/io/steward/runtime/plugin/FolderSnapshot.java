package io.steward.runtime.plugin;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Which jars are in a folder, and how each looks from outside: two that are equal were made at
/// moments between which nothing has changed.
///
/// @param jars by their paths, in the order of their names
public record FolderSnapshot(Map<Path, FileStamp> jars) {

  /// How a file looks from outside. Any way of replacing it changes something of that.
  ///
  /// @param size in bytes
  /// @param modified when it was written to
  /// @param file which it is, where the file system tells
  public record FileStamp(long size, FileTime modified, Optional<Object> file) {}

  private static final FileStamp UNKNOWN =
      new FileStamp(0, FileTime.fromMillis(0), Optional.empty());

  /// Looks at a folder. One that is not there has none.
  ///
  /// @throws IOException when it cannot be read
  public static FolderSnapshot of(Path folder) throws IOException {
    Map<Path, FileStamp> jars = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
        for (Path each : files) {
          stamp(each).ifPresent(stamp -> jars.put(each, stamp));
        }
      }
    }
    return new FolderSnapshot(jars);
  }

  private static Optional<FileStamp> stamp(Path jar) throws IOException {
    try {
      BasicFileAttributes seen = Files.readAttributes(jar, BasicFileAttributes.class);
      return Optional.of(
          new FileStamp(seen.size(), seen.lastModifiedTime(), Optional.ofNullable(seen.fileKey())));
    } catch (NoSuchFileException e) {
      return Files.isSymbolicLink(jar) ? Optional.of(UNKNOWN) : Optional.empty(); // gone meanwhile
    } catch (FileSystemException e) {
      return Optional.of(UNKNOWN); // a link that leads to itself; it is refused alone
    }
  }
}
