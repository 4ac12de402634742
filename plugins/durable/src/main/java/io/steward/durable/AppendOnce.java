package io.steward.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/// Appends batches to a file exactly once: a batch that is passed again after a crash of its sender
/// or of this node is not written twice.
///
/// The file `.<name>.batch` in the same folder records what is about to be appended where, and the
/// last batch of each sender. Each step is durable before the next. Uncertain batches count as not
/// written: when someone else has rotated the file meanwhile, or that record is unreadable. The
/// worst case is a duplicate batch; other data is never truncated.
///
/// For one thread at a time per file; no other program may write to it.
///
/// @param file to append to; its folder is created if it does not exist
/// @param rotation when the file is rotated
public record AppendOnce(Path file, Rotation rotation) {

  /// Appends to a file that this class never rotates.
  ///
  /// @param file to append to
  public AppendOnce(Path file) {
    this(file, Rotation.NONE);
  }

  /// Appends a batch. Returns when it is durable.
  ///
  /// @param sender of the batch: a word without spaces
  /// @param id of the batch, unique among all senders: a word without spaces
  /// @param bytes the whole batch
  /// @throws IOException when the batch is not durable; a part that was written is truncated or
  ///   completed when the batch is passed again. An interrupt causes a {@link
  ///   java.nio.channels.ClosedByInterruptException}
  public void append(String sender, String id, byte[] bytes) throws IOException {
    FolderSync.create(FolderSync.of(file));
    for (Rotation limit = rotation; !tryAppend(sender, id, bytes, limit); limit = Rotation.NONE) {
      rotation.rotate(file);
    }
  }

  /// Appends, unless the file must be rotated first: it is then truncated to its last complete
  /// batch.
  private boolean tryAppend(String sender, String id, byte[] bytes, Rotation limit)
      throws IOException {
    boolean fresh = !Files.exists(file);
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      String key = key();
      AtomicFile intentFile =
          new AtomicFile(file.resolveSibling("." + file.getFileName() + ".batch"));
      AppendIntent appendIntent =
          AppendIntent.read(intentFile.path()).withCompletedBatch(key, channel);
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
      intentFile.write(appendIntent.bytes());
      channel.truncate(begin);
      channel.position(begin);
      Bytes.write(channel, ByteBuffer.wrap(full ? new byte[0] : bytes));
      if (fresh) {
        FolderSync.fsync(FolderSync.of(file));
      }
      return !full;
    }
  }

  /// Identifies the file that has the name now; empty where the file system has no file keys.
  private String key() throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return key == null ? "" : key.toString().replace(' ', '_');
  }
}
