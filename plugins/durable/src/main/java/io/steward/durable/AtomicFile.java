package io.steward.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A small file that is written anew as a whole, so that there is always the old one or the new
/// one.
///
/// @param path where it is; beside it, `<name>.new` is written first
public record AtomicFile(Path path) {

  /// Writes it. Returns when it has its name, on the disk.
  ///
  /// @param bytes all of it
  /// @throws IOException when it could not be written; then there is the old one
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
    FolderSync.force(FolderSync.of(path));
  }
}
