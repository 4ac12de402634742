package io.steward.runtime.jar;

import java.nio.ByteBuffer;

/// The record at the end of an archive, which says where its directory is (APPNOTE 4.3.16).
///
/// @param at where it is
/// @param entries how many the directory has
/// @param directory where that begins; it ends at this record
record EndOfCentralDirectory(int at, int entries, int directory) {

  private static final int SIGNATURE = 0x06054b50;
  private static final int ZIP64_LOCATOR = 0x07064b50;
  private static final int LENGTH = 22;
  private static final int MAX_COMMENT_LENGTH = 0xFFFF;
  private static final int ZIP64_SHORT = 0xFFFF;
  private static final long ZIP64_INT = 0xFFFFFFFFL;
  private static final String NOT_FOUND =
      "it is not a jar, or was cut off: no directory is at its end";

  static EndOfCentralDirectory find(ByteBuffer bytes) throws InvalidJarException {
    int at = locate(bytes);
    int directory = (int) directory(bytes, at);
    int entries = Short.toUnsignedInt(bytes.getShort(at + 10));
    if (bytes.getShort(at + 4) != 0
        || bytes.getShort(at + 6) != 0
        || entries != Short.toUnsignedInt(bytes.getShort(at + 8))) {
      throw new InvalidJarException("it is one of several parts of an archive");
    }
    if (entries == 0) {
      throw new InvalidJarException("nothing is in it");
    }
    return new EndOfCentralDirectory(at, entries, directory);
  }

  /// The record must close the file: what follows it, some readers take for the archive instead.
  private static int locate(ByteBuffer bytes) throws InvalidJarException {
    int size = bytes.limit();
    if (size == 0) {
      throw new InvalidJarException("it is empty");
    }
    for (int at = size - LENGTH; at >= Math.max(0, size - LENGTH - MAX_COMMENT_LENGTH); at--) {
      if (bytes.getInt(at) == SIGNATURE) {
        int behind = size - at - LENGTH - Short.toUnsignedInt(bytes.getShort(at + 20));
        if (behind < 0) {
          throw new InvalidJarException("it was cut off, by " + -behind + " bytes");
        }
        if (behind > 0) {
          throw new InvalidJarException(
              behind + " bytes follow its end that are no part of it; copy or build it again");
        }
        return at;
      }
    }
    throw new InvalidJarException(NOT_FOUND);
  }

  private static long directory(ByteBuffer bytes, int at) throws InvalidJarException {
    long size = Integer.toUnsignedLong(bytes.getInt(at + 12));
    long directory = Integer.toUnsignedLong(bytes.getInt(at + 16));
    boolean large =
        size == ZIP64_INT
            || directory == ZIP64_INT
            || Short.toUnsignedInt(bytes.getShort(at + 10)) == ZIP64_SHORT
            || (at >= 20 && bytes.getInt(at - 20) == ZIP64_LOCATOR);
    if (large) {
      throw new InvalidJarException(
          "it is in the format zip64, for more than 4 GiB or 65,535 entries, which no plugin is"
              + " to need; build it without");
    }
    if (directory + size != at) {
      throw new InvalidJarException("its directory is not where its end says");
    }
    return directory;
  }
}
