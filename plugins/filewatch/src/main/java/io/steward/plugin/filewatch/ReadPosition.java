package io.steward.plugin.filewatch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// How far a file has been read.
///
/// @param key identifies the file whatever its name: device and inode
/// @param path its current path
/// @param offset of the first unread byte
/// @param skipping whether the next bytes are the rest of a truncated line
/// @param head fingerprint of its beginning
record ReadPosition(String key, Path path, long offset, boolean skipping, FileFingerprint head) {

  /// The position at the beginning of a file.
  static ReadPosition beginning(String key, Path path) {
    return new ReadPosition(key, path, 0, false, FileFingerprint.NONE);
  }

  /// The key of the file that has a path now.
  ///
  /// @throws IOException when there is no file
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

  ReadPosition at(Path now) {
    return new ReadPosition(key, now, offset, skipping, head);
  }

  ReadPosition as(String now) {
    return new ReadPosition(now, path, offset, skipping, head);
  }

  ReadPosition to(long next, boolean amid, FileFingerprint known) {
    return new ReadPosition(key, path, next, amid, known);
  }

  void write(DataOutput out) throws IOException {
    JournalCodec.text(out, key);
    JournalCodec.text(out, path.toString());
    out.writeLong(offset);
    out.writeBoolean(skipping);
    head.write(out);
  }

  static ReadPosition read(DataInput in) throws IOException {
    return new ReadPosition(
        JournalCodec.text(in),
        Path.of(JournalCodec.text(in)),
        in.readLong(),
        in.readBoolean(),
        FileFingerprint.read(in));
  }
}
