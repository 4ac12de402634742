package io.steward.runtime.jar;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The local headers before each entry (APPNOTE 4.3.7), which stream readers use. They must agree
/// with the central directory, and the entries must fill the archive without gaps or overlaps.
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

  /// An entry with the offset of its data.
  record LocatedEntry(CentralDirectoryEntry entry, int data) {}

  /// Locates the data of all entries, in the order of the file.
  ///
  /// @param end the offset of the central directory
  List<LocatedEntry> match(List<CentralDirectoryEntry> entries, int end)
      throws InvalidJarException {
    List<CentralDirectoryEntry> inOrder = new ArrayList<>(entries);
    inOrder.sort(Comparator.comparingLong(CentralDirectoryEntry::offset));
    List<LocatedEntry> located = new ArrayList<>();
    if (inOrder.getFirst().offset() > 0) {
      throw new InvalidJarException(
          "it starts with "
              + inOrder.getFirst().offset()
              + " bytes that are not part of the archive, such as a script");
    }
    for (int i = 0; i < inOrder.size(); i++) {
      long next = i + 1 < inOrder.size() ? inOrder.get(i + 1).offset() : end;
      located.add(match(inOrder.get(i), next));
    }
    return located;
  }

  private LocatedEntry match(CentralDirectoryEntry entry, long next) throws InvalidJarException {
    long at = entry.offset();
    if (at + HEADER_LENGTH > next) {
      throw new InvalidJarException(entry.quoted() + " overlaps what follows it");
    }
    int local = (int) at;
    if (bytes.getInt(local) != SIGNATURE) {
      throw new InvalidJarException(entry.quoted() + " is not where the central directory says");
    }
    int extra = unsignedShort(local + 28);
    long data = at + HEADER_LENGTH + unsignedShort(local + 26) + extra;
    long dataEnd = data + entry.compressedSize();
    if (dataEnd > next) {
      throw new InvalidJarException(entry.quoted() + " overlaps what follows it");
    }
    checkHeader(entry, local);
    Sizes sizes = sizes(entry, local);
    if ((entry.flags() & CentralDirectoryEntry.HAS_DATA_DESCRIPTOR) != 0) {
      checkDataDescriptor(entry, sizes, (int) dataEnd, next - dataEnd);
    } else if (!sizes.match(entry) || dataEnd != next) {
      throw dataEnd == next
          ? disagreement(entry)
          : new InvalidJarException(
              next - dataEnd + " bytes after " + entry.quoted() + " belong to no entry");
    }
    return new LocatedEntry(entry, (int) data);
  }

  private static InvalidJarException disagreement(CentralDirectoryEntry entry) {
    return new InvalidJarException(
        "the central directory and the local header disagree about " + entry.quoted());
  }

  private void checkHeader(CentralDirectoryEntry entry, int local) throws InvalidJarException {
    int length = unsignedShort(local + 26);
    boolean sameName =
        bytes
            .slice(local + HEADER_LENGTH, length)
            .equals(bytes.slice(entry.nameOffset(), entry.nameLength()));
    if (!sameName
        || unsignedShort(local + 6) != entry.flags()
        || unsignedShort(local + 8) != entry.method()) {
      throw disagreement(entry);
    }
    if (entry.method() == CentralDirectoryEntry.STORED
        && (entry.flags() & CentralDirectoryEntry.HAS_DATA_DESCRIPTOR) != 0
        && entry.size() > 0) {
      throw new InvalidJarException(
          entry.quoted()
              + " is stored without its size in the local header, so it cannot be read as a"
              + " stream");
    }
  }

  /// The checksum and sizes in a local header or a data descriptor.
  private record Sizes(int crc, long compressedSize, long size, boolean zip64) {

    boolean match(CentralDirectoryEntry entry) {
      return crc == entry.crc() && compressedSize == entry.compressedSize() && size == entry.size();
    }

    boolean areZero() {
      return crc == 0 && compressedSize == 0 && size == 0;
    }
  }

  private Sizes sizes(CentralDirectoryEntry entry, int local) throws InvalidJarException {
    int crc = bytes.getInt(local + 14);
    long compressedSize = Integer.toUnsignedLong(bytes.getInt(local + 18));
    long size = Integer.toUnsignedLong(bytes.getInt(local + 22));
    int at = local + HEADER_LENGTH + unsignedShort(local + 26);
    int end = at + unsignedShort(local + 28);
    while (at + 4 <= end) {
      int length = unsignedShort(at + 2);
      if (unsignedShort(at) == ZIP64_EXTRA && length >= 16 && at + 20 <= end) {
        boolean zip64 = compressedSize == ZIP64_INT && size == ZIP64_INT;
        return zip64
            ? new Sizes(crc, bytes.getLong(at + 12), bytes.getLong(at + 4), true)
            : new Sizes(crc, compressedSize, size, true);
      }
      at += 4 + length;
    }
    if (compressedSize == ZIP64_INT || size == ZIP64_INT) {
      throw disagreement(entry);
    }
    return new Sizes(crc, compressedSize, size, false);
  }

  /// Checks the data descriptor after the data, in each of its permitted forms (APPNOTE 4.3.9).
  private void checkDataDescriptor(CentralDirectoryEntry entry, Sizes before, int at, long length)
      throws InvalidJarException {
    boolean validLength =
        length == 12 || length == 16 || (before.zip64() && (length == 20 || length == 24));
    if (!validLength) {
      throw new InvalidJarException(
          "the " + length + " bytes after " + entry.quoted() + " are not a data descriptor");
    }
    boolean signed = length == 16 || length == 24;
    int crc = at + (signed ? 4 : 0);
    boolean wide = length >= 20;
    Sizes descriptor =
        new Sizes(
            bytes.getInt(crc),
            wide ? bytes.getLong(crc + 4) : Integer.toUnsignedLong(bytes.getInt(crc + 4)),
            wide ? bytes.getLong(crc + 12) : Integer.toUnsignedLong(bytes.getInt(crc + 8)),
            wide);
    if ((signed && bytes.getInt(at) != DESCRIPTOR_SIGNATURE)
        || !descriptor.match(entry)
        || !(before.areZero() || before.match(entry))) {
      throw disagreement(entry);
    }
  }

  private int unsignedShort(int at) {
    return Short.toUnsignedInt(bytes.getShort(at));
  }
}
