package io.steward.durable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// When a file is set aside, and how many of those are kept: `app.log.1` is the newest.
///
/// @param largest how many bytes a file has at most, unless a single batch has more; 1 or more
/// @param files how many are kept beside the one that is written; 0 or more
public record Rotation(long largest, int files) {

  /// Nothing is ever set aside: whoever wants to rotates by renaming.
  public static final Rotation NONE = new Rotation(Long.MAX_VALUE, 0);

  /// @throws IllegalArgumentException when a number is too small
  public Rotation {
    if (largest < 1 || files < 0) {
      throw new IllegalArgumentException(
          "a rotation keeps 0 or more files of 1 or more bytes, not " + files + " of " + largest);
    }
  }

  /// Whether a file with some bytes is to be set aside before it gets more.
  boolean isDue(long size, int more) {
    return size > 0 && size > largest - more;
  }

  /// Sets a file aside; the oldest one goes. Returns when that is so on the disk.
  void turn(Path file) throws IOException {
    for (int each = files; each > 0; each--) {
      Path older = each == 1 ? file : numbered(file, each - 1);
      if (Files.exists(older)) {
        Files.move(older, numbered(file, each), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.deleteIfExists(file);
    FolderSync.force(FolderSync.of(file));
  }

  private static Path numbered(Path file, int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }
}
