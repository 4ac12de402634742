package io.steward.plugin.filetransfer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// A file being downloaded. Every few megabytes the received bytes are fsynced, and then recorded
/// in the journal.
final class PartialFile extends OutputStream {

  private static final long STEP = 8 << 20;

  private final FileChannel file;
  private final DownloadJournal downloadJournal;
  private final Progress progress;
  private final Sha256 digest;
  private long at;
  private long certain;

  /// @param file from its beginning
  /// @param at how many bytes it has already
  PartialFile(FileChannel file, long at, DownloadJournal downloadJournal, Progress progress)
      throws IOException {
    this.file = file.truncate(at);
    this.downloadJournal = downloadJournal;
    this.progress = progress;
    this.digest = new Sha256().add(file, at);
    this.at = at;
    this.certain = at;
    downloadJournal.write(at);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    while (buffer.hasRemaining()) {
      at += file.write(buffer, at);
    }
    digest.add(bytes, offset, length);
    if (at - certain >= STEP) {
      file.force(true);
      downloadJournal.write(at);
      certain = at;
    }
    progress.at(at);
  }

  /// The SHA-256 of all bytes received.
  String sha256() {
    return digest.hex();
  }
}
