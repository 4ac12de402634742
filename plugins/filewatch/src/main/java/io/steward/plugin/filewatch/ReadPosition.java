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
record ReadPosition(String key, Path path, long offset, boolean skipping, FileFingerprint head) {

  /// The beginning of a file.
  static ReadPosition beginning(String key, Path path) {
    return new ReadPosition(key, path, 0, false, FileFingerprint.NONE);
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
