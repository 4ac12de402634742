package io.steward.runtime.ledger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Receives a body of unknown length. A small one stays in memory; a large one goes to a file as a
/// whole. Bytes beyond the limit are counted but not kept, so that the length can be reported.
final class BodyWriter extends OutputStream {

  private final Path file;
  private final long fileThreshold;
  private final long maxSize;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
  private final MessageDigest digest = sha256();
  private @Nullable FileChannel channel;
  private long size;

  /// @param file the file for a large body
  /// @param fileThreshold the size from which a body is large, in bytes
  /// @param maxSize the limit, in bytes
  BodyWriter(Path file, long fileThreshold, long maxSize) {
    this.file = file;
    this.fileThreshold = fileThreshold;
    this.maxSize = maxSize;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    size += length;
    if (size > maxSize) {
      return;
    }
    if (channel == null && size < fileThreshold) {
      buffer.write(bytes, offset, length);
      return;
    }
    if (channel == null) {
      channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
      append(channel, ByteBuffer.wrap(buffer.toByteArray()));
      buffer.reset();
    }
    append(channel, ByteBuffer.wrap(bytes, offset, length));
  }

  private void append(FileChannel to, ByteBuffer bytes) throws IOException {
    digest.update(bytes.duplicate());
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  /// Completes the body.
  ///
  /// @param name the name that the file is going to have
  /// @return the body, which is on the disk if it is large
  Body finish(String name) throws IOException, BodyTooLargeException {
    if (size > maxSize) {
      throw new BodyTooLargeException(size, maxSize);
    }
    FileChannel current = channel;
    if (current == null) {
      return new Body.Small(buffer.toByteArray());
    }
    current.force(true);
    return new Body.Large(new BodyFile(name, size), HexFormat.of().formatHex(digest.digest()));
  }

  /// Closes the file, and deletes it unless the body is complete and the file has been renamed.
  @Override
  public void close() throws IOException {
    FileChannel current = channel;
    if (current != null) {
      current.close();
      Files.deleteIfExists(file);
    }
  }
}
