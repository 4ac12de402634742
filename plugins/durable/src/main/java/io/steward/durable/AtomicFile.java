package io.steward.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A small file that is always replaced as a whole: after a crash, it has either the old or the new
/// contents. For one thread at a time.
///
/// @param path of the file; `<name>.new` in the same folder is written first
public record AtomicFile(Path path) {

  /// Replaces the file. Returns when the new contents are durable under its name.
  ///
  /// @param bytes the new contents
  /// @throws IOException when writing failed; the file then has the old contents. An interrupt
  ///   causes a {@link java.nio.channels.ClosedByInterruptException}
  public void write(byte[] bytes) throws IOException {
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      Bytes.write(channel, ByteBuffer.wrap(bytes));
    }
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    FolderSync.fsync(FolderSync.of(path));
  }
}
