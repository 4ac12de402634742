package io.steward.durable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// When a log file is rotated, and how many rotated files are kept: `app.log.1` is the newest.
///
/// @param largest maximum size of a file in bytes, unless a single batch is larger; at least 1
/// @param files how many rotated files are kept besides the current one; at least 0
public record Rotation(long largest, int files) {

  /// No rotation; an external tool may rotate the file by renaming it.
  public static final Rotation NONE = new Rotation(Long.MAX_VALUE, 0);

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException when a number is out of range
  public Rotation {
    if (largest < 1 || files < 0) {
      throw new IllegalArgumentException(
          "a rotation keeps at least 0 files of at least 1 byte, not " + files + " of " + largest);
    }
  }

  /// Whether a file of this size must be rotated before more bytes are appended.
  boolean isDue(long size, int more) {
    return size > 0 && size > largest - more;
  }

  /// Rotates a file and deletes the oldest one. Returns when the change is durable.
  void rotate(Path file) throws IOException {
    for (int each = files; each > 0; each--) {
      Path older = each == 1 ? file : numbered(file, each - 1);
      if (Files.exists(older)) {
        Files.move(older, numbered(file, each), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.deleteIfExists(file);
    FolderSync.fsync(FolderSync.of(file));
  }

  private static Path numbered(Path file, int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }
}
