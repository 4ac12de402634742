package io.steward.durable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Folders, which are where the names of files are on the disk.
final class FolderSync {

  private FolderSync() {}

  /// The folder that a file is in.
  static Path of(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.getFileSystem().getPath("/") : parent;
  }

  /// Makes a folder and those above it, each on the disk as an entry of the one above.
  static void make(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null) {
      make(parent);
    }
    Files.createDirectories(folder);
    if (parent != null) {
      force(parent);
    }
  }

  /// Returns when the names in it are on the disk.
  static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
