package io.steward.runtime.ledger;

import io.steward.runtime.digest.Sha256;
import io.steward.runtime.files.PrivateFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Receives a body of unknown length. A small one stays in memory; a large one goes to a file as a
/// whole. Bytes beyond the limit are counted but not kept, so that the length can be reported.
final class BodyWriter extends OutputStream {

  private final Path file;
  private final long fileThreshold;
  private final long maxSize;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
  private final Sha256 digest = new Sha256();
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
          PrivateFile.open(
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
    digest.add(bytes.duplicate());
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
    return new Body.Large(new BodyFile(name, size), digest.hex());
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
