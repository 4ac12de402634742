package io.steward.runtime.jar;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Unpacks entries to nowhere: what they come to has to be what they say.
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
    CentralDirectoryEntry head = locatedEntry.head();
    ByteBuffer packed = bytes.slice(locatedEntry.data(), (int) head.compressedSize());
    Totals totals = new Totals();
    if (head.method() == CentralDirectoryEntry.STORED) {
      totals.add(packed);
    } else {
      inflate(head, packed, totals);
    }
    if (totals.size != head.size() || (int) totals.crc.getValue() != head.crc()) {
      throw new InvalidJarException(
          head.quoted() + " is damaged: it does not unpack to what it says");
    }
    if (head.name().endsWith("/") && totals.size > 0) {
      throw new InvalidJarException("the folder " + head.quoted() + " has content");
    }
    return new ArchiveEntry(head.name(), totals.size, totals.head());
  }

  private void inflate(CentralDirectoryEntry head, ByteBuffer packed, Totals totals)
      throws InvalidJarException {
    inflater.reset();
    inflater.setInput(packed);
    try {
      while (!inflater.finished()) {
        buffer.clear();
        int some = inflater.inflate(buffer);
        if (some == 0 && !inflater.finished()) {
          throw new DataFormatException("it ends too early");
        }
        totals.add(buffer.flip());
        if (totals.size > head.size()) {
          throw new InvalidJarException(
              head.quoted() + " unpacks to more than the " + head.size() + " bytes that it says");
        }
      }
    } catch (DataFormatException e) {
      throw new InvalidJarException(head.quoted() + " is damaged: " + e.getMessage(), e);
    }
    if (inflater.getBytesRead() != head.compressedSize()) {
      throw new InvalidJarException(head.quoted() + " ends before its data does");
    }
  }

  /// What an entry came to.
  private static final class Totals {

    private final CRC32 crc = new CRC32();
    private final ByteBuffer first = ByteBuffer.allocate(HEAD);
    private long size;

    void add(ByteBuffer some) {
      size += some.remaining();
      int more = Math.min(first.remaining(), some.remaining());
      first.put(some.slice(some.position(), more));
      crc.update(some);
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
