package io.steward.runtime.jar;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads the central directory of an archive (APPNOTE 4.3.12), which Java uses to find the entries
/// of a jar.
final class CentralDirectory {

  private static final int SIGNATURE = 0x02014b50;
  private static final int HEADER_LENGTH = 46;
  private static final int ENCRYPTED = 1 | 1 << 6 | 1 << 13;
  private static final long ZIP64_INT = 0xFFFFFFFFL;

  /// The bits of a Unix file mode that hold the file type (stat(2)).
  private static final int UNIX_TYPE_MASK = 0170000;

  /// Other file types are not checked: old versions of Maven write wrong types for folders.
  private static final int UNIX_SYMLINK = 0120000;

  private final ByteBuffer bytes;
  private final EndOfCentralDirectory end;

  CentralDirectory(ByteBuffer bytes, EndOfCentralDirectory end) {
    this.bytes = bytes;
    this.end = end;
  }

  /// All entries, in the order of the directory.
  List<CentralDirectoryEntry> read() throws InvalidJarException {
    List<CentralDirectoryEntry> entries = new ArrayList<>();
    int at = end.directory();
    for (int i = 0; i < end.entries(); i++) {
      if (at + HEADER_LENGTH > end.at() || bytes.getInt(at) != SIGNATURE) {
        throw new InvalidJarException(
            "its end record says " + end.entries() + " entries, its central directory has " + i);
      }
      CentralDirectoryEntry entry = entry(at);
      entries.add(entry);
      at += HEADER_LENGTH + entry.nameLength() + unsignedShort(at + 30) + unsignedShort(at + 32);
    }
    if (at != end.at()) {
      throw new InvalidJarException(
          "its central directory has more entries than the "
              + end.entries()
              + " in its end record");
    }
    return entries;
  }

  private CentralDirectoryEntry entry(int at) throws InvalidJarException {
    int length = unsignedShort(at + 28);
    if (at + HEADER_LENGTH + length + unsignedShort(at + 30) + unsignedShort(at + 32) > end.at()) {
      throw new InvalidJarException("its central directory is damaged");
    }
    CentralDirectoryEntry entry =
        new CentralDirectoryEntry(
            name(at + HEADER_LENGTH, length),
            unsignedShort(at + 8),
            unsignedShort(at + 10),
            bytes.getInt(at + 16),
            Integer.toUnsignedLong(bytes.getInt(at + 20)),
            Integer.toUnsignedLong(bytes.getInt(at + 24)),
            Integer.toUnsignedLong(bytes.getInt(at + 42)),
            at + HEADER_LENGTH,
            length);
    check(entry, (bytes.getInt(at + 38) >>> 16) & UNIX_TYPE_MASK);
    return entry;
  }

  private static void check(CentralDirectoryEntry entry, int kind) throws InvalidJarException {
    if ((entry.flags() & ENCRYPTED) != 0) {
      throw new InvalidJarException(entry.quoted() + " is encrypted");
    }
    if (entry.method() != CentralDirectoryEntry.STORED
        && entry.method() != CentralDirectoryEntry.DEFLATED) {
      throw new InvalidJarException(
          entry.quoted()
              + " uses compression method "
              + entry.method()
              + ", which Java does not support; use deflate");
    }
    if (kind == UNIX_SYMLINK) {
      throw new InvalidJarException(
          entry.quoted() + " is a symbolic link; add the file it points to instead");
    }
    if (entry.compressedSize() == ZIP64_INT
        || entry.size() == ZIP64_INT
        || entry.offset() == ZIP64_INT) {
      throw new InvalidJarException(entry.quoted() + " uses zip64 sizes");
    }
  }

  private String name(int at, int length) throws InvalidJarException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.slice(at, length)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidJarException("the name of one of its entries is not valid UTF-8", e);
    }
  }

  private int unsignedShort(int at) {
    return Short.toUnsignedInt(bytes.getShort(at));
  }
}
