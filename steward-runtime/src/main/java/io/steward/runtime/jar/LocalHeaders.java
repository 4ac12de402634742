package io.steward.runtime.jar;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The headers before each entry (APPNOTE 4.3.7), by which a stream is read: they have to say what
/// the directory says, and the entries have to fill the archive without gaps or overlaps.
final class LocalHeaders {

  private static final int SIGNATURE = 0x04034b50;
  private static final int DESCRIPTOR_SIGNATURE = 0x08074b50;
  private static final int HEADER_LENGTH = 30;
  private static final int ZIP64_EXTRA = 1;
  private static final long ZIP64_INT = 0xFFFFFFFFL;

  private final ByteBuffer bytes;

  LocalHeaders(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /// An entry, and where its data is.
  record LocatedEntry(CentralDirectoryEntry head, int data) {}

  /// Finds the data of all entries, in the order of the file.
  ///
  /// @param end where the directory begins
  List<LocatedEntry> match(List<CentralDirectoryEntry> heads, int end) throws InvalidJarException {
    List<CentralDirectoryEntry> inOrder = new ArrayList<>(heads);
    inOrder.sort(Comparator.comparingLong(CentralDirectoryEntry::offset));
    List<LocatedEntry> placed = new ArrayList<>();
    if (inOrder.getFirst().offset() > 0) {
      throw new InvalidJarException(
          "it begins with "
              + inOrder.getFirst().offset()
              + " bytes that are no part of it, as a script would");
    }
    for (int i = 0; i < inOrder.size(); i++) {
      long next = i + 1 < inOrder.size() ? inOrder.get(i + 1).offset() : end;
      placed.add(match(inOrder.get(i), next));
    }
    return placed;
  }

  private LocatedEntry match(CentralDirectoryEntry head, long next) throws InvalidJarException {
    long at = head.offset();
    if (at + HEADER_LENGTH > next) {
      throw new InvalidJarException(head.quoted() + " overlaps what follows it");
    }
    int local = (int) at;
    if (bytes.getInt(local) != SIGNATURE) {
      throw new InvalidJarException(head.quoted() + " is not where the directory says");
    }
    int extra = unsignedShort(local + 28);
    long data = at + HEADER_LENGTH + unsignedShort(local + 26) + extra;
    long behind = data + head.compressedSize();
    if (behind > next) {
      throw new InvalidJarException(head.quoted() + " overlaps what follows it");
    }
    checkHeader(head, local);
    Sizes sizes = sizes(head, local);
    if ((head.flags() & CentralDirectoryEntry.HAS_DATA_DESCRIPTOR) != 0) {
      checkDataDescriptor(head, sizes, (int) behind, next - behind);
    } else if (!sizes.match(head) || behind != next) {
      throw behind == next
          ? disagreement(head)
          : new InvalidJarException(
              next - behind + " bytes after " + head.quoted() + " belong to no entry");
    }
    return new LocatedEntry(head, (int) data);
  }

  private static InvalidJarException disagreement(CentralDirectoryEntry head) {
    return new InvalidJarException(
        "its directory and the entry itself disagree about " + head.quoted());
  }

  private void checkHeader(CentralDirectoryEntry head, int local) throws InvalidJarException {
    int length = unsignedShort(local + 26);
    boolean named =
        bytes
            .slice(local + HEADER_LENGTH, length)
            .equals(bytes.slice(head.nameOffset(), head.nameLength()));
    if (!named
        || unsignedShort(local + 6) != head.flags()
        || unsignedShort(local + 8) != head.method()) {
      throw disagreement(head);
    }
    if (head.method() == CentralDirectoryEntry.STORED
        && (head.flags() & CentralDirectoryEntry.HAS_DATA_DESCRIPTOR) != 0
        && head.size() > 0) {
      throw new InvalidJarException(
          head.quoted() + " is not packed and does not say its size, so no stream can read it");
    }
  }

  /// What a header says of its entry.
  private record Sizes(int crc, long compressedSize, long size, boolean zip64) {

    boolean match(CentralDirectoryEntry head) {
      return crc == head.crc() && compressedSize == head.compressedSize() && size == head.size();
    }

    boolean areZero() {
      return crc == 0 && compressedSize == 0 && size == 0;
    }
  }

  private Sizes sizes(CentralDirectoryEntry head, int local) throws InvalidJarException {
    int crc = bytes.getInt(local + 14);
    long packed = Integer.toUnsignedLong(bytes.getInt(local + 18));
    long size = Integer.toUnsignedLong(bytes.getInt(local + 22));
    int at = local + HEADER_LENGTH + unsignedShort(local + 26);
    int end = at + unsignedShort(local + 28);
    while (at + 4 <= end) {
      int length = unsignedShort(at + 2);
      if (unsignedShort(at) == ZIP64_EXTRA && length >= 16 && at + 20 <= end) {
        boolean large = packed == ZIP64_INT && size == ZIP64_INT;
        return large
            ? new Sizes(crc, bytes.getLong(at + 12), bytes.getLong(at + 4), true)
            : new Sizes(crc, packed, size, true);
      }
      at += 4 + length;
    }
    if (packed == ZIP64_INT || size == ZIP64_INT) {
      throw disagreement(head);
    }
    return new Sizes(crc, packed, size, false);
  }

  /// The sizes behind the data, in each of the forms that are allowed (APPNOTE 4.3.9).
  private void checkDataDescriptor(CentralDirectoryEntry head, Sizes before, int at, long length)
      throws InvalidJarException {
    boolean fits =
        length == 12 || length == 16 || (before.zip64() && (length == 20 || length == 24));
    if (!fits) {
      throw new InvalidJarException(
          length + " bytes after " + head.quoted() + " are no description of it");
    }
    boolean signed = length == 16 || length == 24;
    int crc = at + (signed ? 4 : 0);
    boolean wide = length >= 20;
    Sizes behind =
        new Sizes(
            bytes.getInt(crc),
            wide ? bytes.getLong(crc + 4) : Integer.toUnsignedLong(bytes.getInt(crc + 4)),
            wide ? bytes.getLong(crc + 12) : Integer.toUnsignedLong(bytes.getInt(crc + 8)),
            wide);
    if ((signed && bytes.getInt(at) != DESCRIPTOR_SIGNATURE)
        || !behind.match(head)
        || !(before.areZero() || before.match(head))) {
      throw disagreement(head);
    }
  }

  private int unsignedShort(int at) {
    return Short.toUnsignedInt(bytes.getShort(at));
  }
}
