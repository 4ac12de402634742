package io.steward.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Bytes, on their way to the disk.
final class Bytes {

  private Bytes() {}

  /// Writes all of them where the channel is. Returns when they are on the disk.
  static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(true);
  }
}
