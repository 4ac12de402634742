package io.steward.runtime.jar;

/// An entry as described by the central directory (APPNOTE 4.3.12).
///
/// @param name its decoded name
/// @param flags its general purpose bit flags
/// @param method the compression method: 0 for stored, 8 for deflated
/// @param crc the CRC-32 of the uncompressed data
/// @param compressedSize in bytes
/// @param size the uncompressed size in bytes
/// @param offset the claimed offset of its local header
/// @param nameOffset the offset of its raw name in the central directory
/// @param nameLength the length of the raw name in bytes
// Many parameters: the fields of the format that are checked
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

  /// Flag: a data descriptor with sizes and checksum follows the data.
  static final int HAS_DATA_DESCRIPTOR = 1 << 3;

  /// Its name in quotes, with control and format characters escaped and cut after 120 characters,
  /// so that it is safe to print.
  String quoted() {
    return quoted(name);
  }

  static String quoted(String name) {
    StringBuilder shown = new StringBuilder("\"");
    name.codePoints()
        .limit(120)
        .forEach(codePoint -> {
          if (Character.isISOControl(codePoint)
              || Character.getType(codePoint) == Character.FORMAT) {
            shown.append(String.format("\\u%04x", codePoint));
          } else {
            shown.appendCodePoint(codePoint);
          }
        });
    return shown.append('"').toString();
  }
}
