package io.steward.runtime.plugin;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The jars in a folder with their file stamps. If two snapshots are equal, nothing changed between
/// them.
///
/// @param jars by path, ordered by name
public record FolderSnapshot(Map<Path, FileStamp> jars) {

  /// A file's metadata. Any way of replacing the file changes it.
  ///
  /// @param size in bytes
  /// @param modified the last modification time
  /// @param file the file key (inode), if the file system has one
  public record FileStamp(long size, FileTime modified, Optional<Object> file) {

    /// Reads a file's metadata.
    ///
    /// @throws IOException if it cannot be read
    public static FileStamp of(Path file) throws IOException {
      BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileStamp(
          seen.size(), seen.lastModifiedTime(), Optional.ofNullable(seen.fileKey()));
    }
  }

  private static final FileStamp UNKNOWN =
      new FileStamp(0, FileTime.fromMillis(0), Optional.empty());

  /// Reads a folder. A missing folder has no jars.
  ///
  /// @throws IOException if it cannot be read
  public static FolderSnapshot of(Path folder) throws IOException {
    Map<Path, FileStamp> jars = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
      for (Path each : files) {
        stamp(each).ifPresent(stamp -> jars.put(each, stamp));
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return new FolderSnapshot(Map.of()); // somebody may be replacing it at this moment
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return new FolderSnapshot(jars);
  }

  private static Optional<FileStamp> stamp(Path jar) throws IOException {
    try {
      return Optional.of(FileStamp.of(jar));
    } catch (NoSuchFileException e) {
      return Files.isSymbolicLink(jar)
          ? Optional.of(UNKNOWN)
          : Optional.empty(); // deleted meanwhile
    } catch (FileSystemException e) {
      return Optional.of(UNKNOWN); // for example a link to itself; only this jar is refused
    }
  }
}
