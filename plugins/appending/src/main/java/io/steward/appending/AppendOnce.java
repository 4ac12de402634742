package io.steward.appending;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/// Appends to a file so that a batch that is given again, after a crash of its sender or of this
/// node, is there once.
///
/// Beside the file stands its [Intent]: what is about to be appended where, and what each sender
/// has had appended last. Each step is on the disk before the next. Whatever is not certain counts
/// as not written: when the file was rotated away meanwhile, or what stands beside it cannot be
/// read. So a batch is there twice at worst, and nothing of others is cut. The file is this
/// handler's alone to write.
///
/// @param file to append to
/// @param rotation when the file is set aside
public record AppendOnce(Path file, Rotation rotation) {

  /// Appends to a file that others set aside, if anybody does.
  public AppendOnce(Path file) {
    this(file, Rotation.NONE);
  }

  /// Appends a batch. Returns when it is on the disk.
  ///
  /// @param sender whose it is: a word without spaces
  /// @param id what no other batch of any sender has: a word without spaces
  /// @param bytes all of the batch
  /// @throws IOException when it is not on the disk; what was written of it is cut off, or
  ///   completed, when it is given again
  public void append(String sender, String id, byte[] bytes) throws IOException {
    make(folder());
    boolean fresh = !Files.exists(file);
    boolean full;
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      String key = key();
      Intent intent = Intent.read(intentFile()).settled(key, channel);
      if (intent.has(sender, id)) {
        channel.force(true);
        return;
      }
      long begin = intent.begin(id, key, channel);
      full = rotation.isDue(begin, bytes.length);
      if (full) {
        intent.write(intentFile());
      } else {
        long sum = Intent.sum(bytes);
        intent
            .next(new Intent.Begun(sender, id, key, begin, bytes.length, sum))
            .write(intentFile());
        force(folder());
        write(channel, begin, bytes);
      }
    }
    if (full) {
      rotation.turn(file);
    }
    if (fresh || full) {
      force(folder());
    }
    if (full) {
      append(sender, id, bytes);
    }
  }

  private static void write(FileChannel channel, long begin, byte[] bytes) throws IOException {
    channel.truncate(begin);
    channel.position(begin);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    channel.force(true);
  }

  private Path folder() {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.getFileSystem().getPath("/") : parent;
  }

  private Path intentFile() {
    return file.resolveSibling("." + file.getFileName() + ".batch");
  }

  /// Which file has the name now; nothing where the file system has no word for it.
  private String key() throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return key == null ? "" : key.toString().replace(' ', '_');
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

  /// Writes a small file anew, so that there is always the old one or the new one.
  static void replace(Path small, byte[] bytes) throws IOException {
    Path written = small.resolveSibling(small.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            written,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(written, small, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
