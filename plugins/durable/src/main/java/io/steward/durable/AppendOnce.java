package io.steward.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/// Appends to a file so that a batch that is given again, after a crash of its sender or of this
/// node, is there once.
///
/// Beside the file stands its [AppendIntent]: what is about to be appended where, and what each
/// sender has had appended last. Each step is on the disk before the next. Whatever is not certain
/// counts as not written: when the file was rotated away by somebody else meanwhile, or what stands
/// beside it cannot be read. So a batch is there twice at worst, and nothing of others is cut. The
/// file is this handler's alone to write.
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
    FolderSync.make(FolderSync.of(file));
    if (!isAppended(sender, id, bytes, rotation)) {
      rotation.turn(file);
      var _ = isAppended(sender, id, bytes, Rotation.NONE);
    }
  }

  /// Appends, unless the file is to be set aside first. Then it ends with its last whole batch.
  private boolean isAppended(String sender, String id, byte[] bytes, Rotation limit)
      throws IOException {
    boolean fresh = !Files.exists(file);
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      String key = key();
      AtomicFile beside = new AtomicFile(file.resolveSibling("." + file.getFileName() + ".batch"));
      AppendIntent appendIntent = AppendIntent.read(beside.path()).settled(key, channel);
      if (appendIntent.has(sender, id)) {
        channel.force(true);
        return true;
      }
      long begin = appendIntent.begin(id, key, channel);
      boolean full = limit.isDue(begin, bytes.length);
      if (!full) {
        long sum = AppendIntent.sum(bytes);
        appendIntent =
            appendIntent.next(new AppendIntent.Begun(sender, id, key, begin, bytes.length, sum));
      }
      beside.write(appendIntent.bytes());
      channel.truncate(begin);
      channel.position(begin);
      Bytes.write(channel, ByteBuffer.wrap(full ? new byte[0] : bytes));
      if (fresh) {
        FolderSync.force(FolderSync.of(file));
      }
      return !full;
    }
  }

  /// Which file has the name now; nothing where the file system has no word for it.
  private String key() throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return key == null ? "" : key.toString().replace(' ', '_');
  }
}
