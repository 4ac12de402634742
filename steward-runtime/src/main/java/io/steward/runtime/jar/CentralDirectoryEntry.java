package io.steward.runtime.jar;

/// An entry as the directory at the end of an archive describes it (APPNOTE 4.3.12).
///
/// @param name decoded
/// @param flags its general purpose bits
/// @param method how it is packed: 0 not at all, 8 deflated
/// @param crc CRC-32 of what it unpacks to
/// @param compressedSize how many bytes it has in the archive
/// @param size how many it unpacks to
/// @param offset where its own header is said to be
/// @param nameOffset where its name stands in the directory
/// @param nameLength how many bytes that has
record CentralDirectoryEntry(
    String name,
    int flags,
    int method,
    int crc,
    long compressedSize,
    long size,
    long offset,
    int nameOffset,
    int nameLength) {

  static final int STORED = 0;
  static final int DEFLATED = 8;

  /// Sizes and checksum stand behind the data, too.
  static final int HAS_DATA_DESCRIPTOR = 1 << 3;

  /// Its name, as it may be shown to a person whatever is in it.
  String quoted() {
    return quoted(name);
  }

  static String quoted(String name) {
    StringBuilder shown = new StringBuilder("\"");
    name.codePoints()
        .limit(120)
        .forEach(letter -> {
          if (Character.isISOControl(letter) || Character.getType(letter) == Character.FORMAT) {
            shown.append(String.format("\\u%04x", letter));
          } else {
            shown.appendCodePoint(letter);
          }
        });
    return shown.append('"').toString();
  }
}
