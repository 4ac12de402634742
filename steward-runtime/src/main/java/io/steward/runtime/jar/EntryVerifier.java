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

  ArchiveEntry unpack(LocalHeaders.Placed placed) throws InvalidJarException {
    CentralDirectoryEntry head = placed.head();
    ByteBuffer packed = bytes.slice(placed.data(), (int) head.packed());
    Sum sum = new Sum();
    if (head.method() == CentralDirectoryEntry.STORED) {
      sum.add(packed);
    } else {
      inflate(head, packed, sum);
    }
    if (sum.size != head.size() || (int) sum.crc.getValue() != head.crc()) {
      throw new InvalidJarException(
          head.quoted() + " is damaged: it does not unpack to what it says");
    }
    if (head.name().endsWith("/") && sum.size > 0) {
      throw new InvalidJarException("the folder " + head.quoted() + " has content");
    }
    return new ArchiveEntry(head.name(), sum.size, sum.head());
  }

  private void inflate(CentralDirectoryEntry head, ByteBuffer packed, Sum sum)
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
        sum.add(buffer.flip());
        if (sum.size > head.size()) {
          throw new InvalidJarException(
              head.quoted() + " unpacks to more than the " + head.size() + " bytes that it says");
        }
      }
    } catch (DataFormatException e) {
      throw new InvalidJarException(head.quoted() + " is damaged: " + e.getMessage(), e);
    }
    if (inflater.getBytesRead() != head.packed()) {
      throw new InvalidJarException(head.quoted() + " ends before its data does");
    }
  }

  /// What an entry came to.
  private static final class Sum {

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
