package io.steward.runtime.jar;

import java.nio.ByteBuffer;

/// The end-of-central-directory record of an archive (APPNOTE 4.3.16).
///
/// @param at the offset of this record
/// @param entries the number of entries in the central directory
/// @param directory the offset of the central directory, which ends at this record
record EndOfCentralDirectory(int at, int entries, int directory) {

  private static final int SIGNATURE = 0x06054b50;
  private static final int ZIP64_LOCATOR = 0x07064b50;
  private static final int LENGTH = 22;
  private static final int MAX_COMMENT_LENGTH = 0xFFFF;
  private static final int ZIP64_SHORT = 0xFFFF;
  private static final long ZIP64_INT = 0xFFFFFFFFL;
  private static final String NOT_FOUND =
      "it is not a jar, or it is truncated: its end record is missing";

  static EndOfCentralDirectory find(ByteBuffer bytes) throws InvalidJarException {
    int at = locate(bytes);
    int directory = (int) directory(bytes, at);
    int entries = Short.toUnsignedInt(bytes.getShort(at + 10));
    if (bytes.getShort(at + 4) != 0
        || bytes.getShort(at + 6) != 0
        || entries != Short.toUnsignedInt(bytes.getShort(at + 8))) {
      throw new InvalidJarException("it is one part of a split archive");
    }
    if (entries == 0) {
      throw new InvalidJarException("it has no entries");
    }
    return new EndOfCentralDirectory(at, entries, directory);
  }

  /// The record must be the last thing in the file: some readers would take what follows it for the
  /// archive.
  private static int locate(ByteBuffer bytes) throws InvalidJarException {
    int size = bytes.limit();
    if (size == 0) {
      throw new InvalidJarException("it is empty");
    }
    for (int at = size - LENGTH; at >= Math.max(0, size - LENGTH - MAX_COMMENT_LENGTH); at--) {
      if (bytes.getInt(at) == SIGNATURE) {
        int trailing = size - at - LENGTH - Short.toUnsignedInt(bytes.getShort(at + 20));
        if (trailing < 0) {
          throw new InvalidJarException("it is truncated: " + -trailing + " bytes are missing");
        }
        if (trailing > 0) {
          throw new InvalidJarException(
              trailing + " extra bytes follow its end; copy or build it again");
        }
        return at;
      }
    }
    throw new InvalidJarException(NOT_FOUND);
  }

  private static long directory(ByteBuffer bytes, int at) throws InvalidJarException {
    long size = Integer.toUnsignedLong(bytes.getInt(at + 12));
    long directory = Integer.toUnsignedLong(bytes.getInt(at + 16));
    boolean zip64 =
        size == ZIP64_INT
            || directory == ZIP64_INT
            || Short.toUnsignedInt(bytes.getShort(at + 10)) == ZIP64_SHORT
            || (at >= 20 && bytes.getInt(at - 20) == ZIP64_LOCATOR);
    if (zip64) {
      throw new InvalidJarException(
          "it uses zip64, the format for more than 4 GiB or 65,535 entries, which no plugin should"
              + " need; build it without zip64");
    }
    if (directory + size != at) {
      throw new InvalidJarException("its central directory is not where its end record says");
    }
    return directory;
  }
}
