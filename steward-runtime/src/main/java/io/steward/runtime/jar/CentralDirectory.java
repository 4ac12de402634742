package io.steward.runtime.jar;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads the directory of an archive (APPNOTE 4.3.12), by which Java finds what is in a jar.
final class CentralDirectory {

  private static final int SIGNATURE = 0x02014b50;
  private static final int HEADER_LENGTH = 46;
  private static final int ENCRYPTED = 1 | 1 << 6 | 1 << 13;
  private static final long ZIP64_INT = 0xFFFFFFFFL;

  /// What kind of file it was where it was packed, in Unix's mode (stat(2)).
  private static final int UNIX_TYPE_MASK = 0170000;

  /// Other kinds are not judged: old versions of Maven give nonsense for folders.
  private static final int UNIX_SYMLINK = 0120000;

  private final ByteBuffer bytes;
  private final EndOfCentralDirectory end;

  CentralDirectory(ByteBuffer bytes, EndOfCentralDirectory end) {
    this.bytes = bytes;
    this.end = end;
  }

  /// Every entry, in order.
  List<CentralDirectoryEntry> read() throws InvalidJarException {
    List<CentralDirectoryEntry> heads = new ArrayList<>();
    int at = end.directory();
    for (int i = 0; i < end.entries(); i++) {
      if (at + HEADER_LENGTH > end.at() || bytes.getInt(at) != SIGNATURE) {
        throw new InvalidJarException(
            "its end says that it has " + end.entries() + " entries, its directory has " + i);
      }
      CentralDirectoryEntry head = entry(at);
      heads.add(head);
      at += HEADER_LENGTH + head.nameLength() + unsignedShort(at + 30) + unsignedShort(at + 32);
    }
    if (at != end.at()) {
      throw new InvalidJarException(
          "its directory has more than the " + end.entries() + " entries that its end says");
    }
    return heads;
  }

  private CentralDirectoryEntry entry(int at) throws InvalidJarException {
    int length = unsignedShort(at + 28);
    if (at + HEADER_LENGTH + length + unsignedShort(at + 30) + unsignedShort(at + 32) > end.at()) {
      throw new InvalidJarException("its directory is damaged");
    }
    CentralDirectoryEntry head =
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
    check(head, (bytes.getInt(at + 38) >>> 16) & UNIX_TYPE_MASK);
    return head;
  }

  private static void check(CentralDirectoryEntry head, int kind) throws InvalidJarException {
    if ((head.flags() & ENCRYPTED) != 0) {
      throw new InvalidJarException(head.quoted() + " is encrypted");
    }
    if (head.method() != CentralDirectoryEntry.STORED
        && head.method() != CentralDirectoryEntry.DEFLATED) {
      throw new InvalidJarException(
          head.quoted()
              + " is packed by method "
              + head.method()
              + ", which Java does not read; use deflate");
    }
    if (kind == UNIX_SYMLINK) {
      throw new InvalidJarException(
          head.quoted() + " is a symbolic link; pack the file it leads to");
    }
    if (head.compressedSize() == ZIP64_INT
        || head.size() == ZIP64_INT
        || head.offset() == ZIP64_INT) {
      throw new InvalidJarException(head.quoted() + " has a size in the format zip64");
    }
  }

  private String name(int at, int length) throws InvalidJarException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.slice(at, length)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidJarException("the name of one of its entries is not in UTF-8", e);
    }
  }

  private int unsignedShort(int at) {
    return Short.toUnsignedInt(bytes.getShort(at));
  }
}
