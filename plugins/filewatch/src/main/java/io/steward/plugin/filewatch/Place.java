package io.steward.plugin.filewatch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// How far a file was read.
///
/// @param key which file it is, whatever it is called: device and number
/// @param path what it is called
/// @param offset of the first byte that was not read
/// @param skipping whether what comes is the rest of a line that was cut
/// @param head how it begins
record Place(String key, Path path, long offset, boolean skipping, Head head) {

  /// The beginning of a file.
  static Place beginning(String key, Path path) {
    return new Place(key, path, 0, false, Head.NONE);
  }

  /// Which file has a path now.
  ///
  /// @throws IOException when there is none
  static String key(Path path) throws IOException {
    Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    return key == null ? path.toString() : key.toString();
  }

  /// Whether the file is still at its path.
  boolean isThere() {
    try {
      return key(path).equals(key);
    } catch (IOException gone) {
      return false;
    }
  }

  Place at(Path now) {
    return new Place(key, now, offset, skipping, head);
  }

  Place as(String now) {
    return new Place(now, path, offset, skipping, head);
  }

  Place to(long next, boolean amid, Head known) {
    return new Place(key, path, next, amid, known);
  }

  void write(DataOutput out) throws IOException {
    Stored.text(out, key);
    Stored.text(out, path.toString());
    out.writeLong(offset);
    out.writeBoolean(skipping);
    head.write(out);
  }

  static Place read(DataInput in) throws IOException {
    return new Place(
        Stored.text(in), Path.of(Stored.text(in)), in.readLong(), in.readBoolean(), Head.read(in));
  }
}
