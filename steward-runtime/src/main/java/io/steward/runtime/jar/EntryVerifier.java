package io.steward.runtime.jar;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Unpacks entries and discards the data, to verify that sizes and checksums match their headers.
final class EntryVerifier implements AutoCloseable {

  private static final int BUFFER = 64 * 1024;
  private static final int HEAD = Long.BYTES;

  private final ByteBuffer bytes;
  private final Inflater inflater = new Inflater(true);
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

  EntryVerifier(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  ArchiveEntry verify(LocalHeaders.LocatedEntry locatedEntry) throws InvalidJarException {
    CentralDirectoryEntry entry = locatedEntry.entry();
    ByteBuffer packed = bytes.slice(locatedEntry.data(), (int) entry.compressedSize());
    Totals totals = new Totals();
    if (entry.method() == CentralDirectoryEntry.STORED) {
      totals.add(packed);
    } else {
      inflate(entry, packed, totals);
    }
    if (totals.size != entry.size() || (int) totals.crc.getValue() != entry.crc()) {
      throw new InvalidJarException(
          entry.quoted() + " is damaged: its unpacked size or checksum does not match its header");
    }
    if (entry.name().endsWith("/") && totals.size > 0) {
      throw new InvalidJarException("the folder entry " + entry.quoted() + " has content");
    }
    return new ArchiveEntry(entry.name(), totals.size, totals.head());
  }

  private void inflate(CentralDirectoryEntry entry, ByteBuffer packed, Totals totals)
      throws InvalidJarException {
    inflater.reset();
    inflater.setInput(packed);
    try {
      while (!inflater.finished()) {
        buffer.clear();
        int count = inflater.inflate(buffer);
        if (count == 0 && !inflater.finished()) {
          throw new DataFormatException("its compressed data ends too early");
        }
        totals.add(buffer.flip());
        if (totals.size > entry.size()) {
          throw new InvalidJarException(
              entry.quoted()
                  + " unpacks to more than the "
                  + entry.size()
                  + " bytes in its header");
        }
      }
    } catch (DataFormatException e) {
      throw new InvalidJarException(entry.quoted() + " is damaged: " + e.getMessage(), e);
    }
    if (inflater.getBytesRead() != entry.compressedSize()) {
      throw new InvalidJarException(entry.quoted() + " has extra bytes after its compressed data");
    }
  }

  /// The size, checksum and first bytes of an unpacked entry.
  private static final class Totals {

    private final CRC32 crc = new CRC32();
    private final ByteBuffer first = ByteBuffer.allocate(HEAD);
    private long size;

    void add(ByteBuffer data) {
      size += data.remaining();
      int missing = Math.min(first.remaining(), data.remaining());
      first.put(data.slice(data.position(), missing));
      crc.update(data);
    }

    long head() {
      return first.getLong(0);
    }
  }

  @Override
  public void close() {
    inflater.end();
  }
}
