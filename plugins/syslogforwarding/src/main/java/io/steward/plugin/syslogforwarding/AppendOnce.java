package io.steward.plugin.syslogforwarding;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/// Appends to a file so that the same batch, given again after a crash, is there once.
///
/// Beside the file stands what is about to be appended: the batch's id, where it will begin, and in
/// which file, for a name may be given to another one. When the same id comes again, the file is
/// cut back to there first. Each step is on the disk before the next.
///
/// Whatever is not certain counts as not begun: when the file was rotated away after the batch was
/// begun, when what stands beside it cannot be read, or where the file system does not tell files
/// apart, the batch is appended at the end. So it is there twice at worst, and nothing of others is
/// cut. The file is this handler's alone to write.
///
/// @param file to append to
record AppendOnce(Path file) {

  /// Appends a batch. Returns when it is on the disk.
  void append(String id, byte[] bytes) throws IOException {
    make(folder());
    boolean fresh = !Files.exists(file);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      String key = key();
      long begin = begin(id, channel.size(), key);
      intend(id, begin, key);
      channel.truncate(begin);
      channel.position(begin);
      write(channel, bytes);
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

  /// Which file has the name now; nothing where the file system has no word for it.
  private String key() throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return key == null ? "" : key.toString().replace(' ', '_');
  }

  /// Where a batch begins: at the end, or, when it was begun in this file before, where it began
  /// then.
  private long begin(String id, long size, String key) throws IOException {
    if (key.isEmpty() || !Files.exists(intent())) {
      return size;
    }
    String[] words =
        new String(Files.readAllBytes(intent()), StandardCharsets.UTF_8).strip().split(" ", -1);
    if (words.length != 3
        || !words[0].equals(id)
        || !words[1].matches("[0-9]{1,18}")
        || !words[2].equals(key)) {
      return size;
    }
    // a file that is shorter was emptied meanwhile, and with it what was begun
    return Math.min(Long.parseLong(words[1]), size);
  }

  private void intend(String id, long begin, String key) throws IOException {
    Path written = intent().resolveSibling(intent().getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            written,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      write(channel, (id + " " + begin + " " + key + "\n").getBytes(StandardCharsets.UTF_8));
    }
    Files.move(
        written, intent(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    force(folder());
  }

  private static void write(FileChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    channel.force(true);
  }

  /// Makes a folder and those above it, each on the disk as an entry of the one above.
  private static void make(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null) {
      make(parent);
    }
    Files.createDirectories(folder);
    if (parent != null) {
      force(parent);
    }
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
