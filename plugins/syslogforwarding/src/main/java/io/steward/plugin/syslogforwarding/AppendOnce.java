package io.steward.plugin.syslogforwarding;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Appends to a file so that the same batch, given again after a crash, is there once.
///
/// Beside the file stands what is about to be appended: the batch's id and where it will begin.
/// When the same id comes again, the file is cut back to there first. Each step is on the disk
/// before the next.
///
/// @param file to append to
record AppendOnce(Path file) {

  /// Appends a batch. Returns when it is on the disk.
  void append(String id, byte[] bytes) throws IOException {
    boolean fresh = !Files.exists(file);
    Files.createDirectories(folder());
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long begin = begin(id, channel.size());
      intend(id, begin);
      channel.truncate(begin);
      channel.position(begin);
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    if (fresh) {
      force(folder());
    }
  }

  private Path folder() {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.getFileSystem().getPath("/") : parent;
  }

  private Path intent() {
    return file.resolveSibling("." + file.getFileName() + ".batch");
  }

  /// Where a batch begins: at the end, or, when it was begun before, where it began then. A file
  /// that is shorter than that was rotated away meanwhile, and with it what was begun.
  private long begin(String id, long size) throws IOException {
    if (!Files.exists(intent())) {
      return size;
    }
    String[] words = Files.readString(intent()).strip().split(" ", -1);
    if (words.length != 2 || !words[0].equals(id)) {
      return size;
    }
    long begun = Long.parseLong(words[1]);
    return begun <= size ? begun : size;
  }

  private void intend(String id, long begin) throws IOException {
    Path written = intent().resolveSibling(intent().getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            written,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      channel.write(ByteBuffer.wrap((id + " " + begin + "\n").getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
    }
    Files.move(
        written, intent(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    force(folder());
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
