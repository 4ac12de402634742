package io.steward.runtime.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The right to a data folder, which one node has at a time: against other programs by a lock on a
/// file in it, which ends with the program.
///
/// Within the program it is a matter of knowing: a second look at a file that is locked here would
/// let go of the lock, because closing any channel to a file does (POSIX, `fcntl`).
final class DataFolderLock implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DataFolderLock.class);
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private DataFolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /// Takes the right to a folder, which is made when it is not there.
  ///
  /// @return nothing when a node has it already
  /// @throws IOException when the folder cannot be used
  static Optional<DataFolderLock> tryAcquire(Path folder) throws IOException {
    Path real = Files.createDirectories(folder).toRealPath();
    if (!HELD_HERE.add(real)) {
      return Optional.empty();
    }
    boolean taken = false;
    try {
      FileChannel channel =
          FileChannel.open(
              real.resolve("node.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      taken = lock != null;
      if (taken) {
        return Optional.of(new DataFolderLock(real, channel));
      }
      channel.close();
      return Optional.empty();
    } finally {
      if (!taken) {
        HELD_HERE.remove(real);
      }
    }
  }

  /// The folder.
  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      log.debug("{} is unlocked by the end of this program: {}", folder, e.toString());
    }
    HELD_HERE.remove(folder);
  }
}
