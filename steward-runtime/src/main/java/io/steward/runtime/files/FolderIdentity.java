package io.steward.runtime.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/// Which folder a path led to at a certain time. Files that are open in a folder can still be
/// written after it was removed or moved away, but nobody will find them again.
///
/// @param path the path
/// @param key the folder's file key (inode), if the file system has one
public record FolderIdentity(Path path, Optional<Object> key) {

  /// The folder to which a path leads now.
  ///
  /// @throws IOException if it cannot be read
  public static FolderIdentity of(Path path) throws IOException {
    BasicFileAttributes seen = Files.readAttributes(path, BasicFileAttributes.class);
    return new FolderIdentity(path, Optional.ofNullable(seen.fileKey()));
  }

  /// Why the path does not lead to that folder any more; empty if it does.
  public Optional<String> problem() {
    try {
      return of(path).equals(this)
          ? Optional.empty()
          : Optional.of(path + " has been replaced by another folder");
    } catch (NoSuchFileException e) {
      return Optional.of(path + " has been removed");
    } catch (IOException e) {
      return Optional.of(path + " cannot be read: " + e.getMessage());
    }
  }
}
