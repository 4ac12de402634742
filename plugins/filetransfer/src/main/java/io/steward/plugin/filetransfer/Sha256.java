package io.steward.plugin.filetransfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A SHA-256 in progress.
final class Sha256 {

  private static final int BUFFER = 1 << 16;

  private final MessageDigest digest;

  Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has SHA-256
    }
  }

  void add(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
  }

  /// Adds the first bytes of a file.
  Sha256 add(FileChannel file, long length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    long at = 0;
    while (at < length) {
      buffer.clear().limit((int) Math.min(BUFFER, length - at));
      int read = file.read(buffer, at);
      if (read < 0) {
        break;
      }
      digest.update(buffer.flip());
      at += read;
    }
    return this;
  }

  /// Completes it, and returns it in hex.
  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
