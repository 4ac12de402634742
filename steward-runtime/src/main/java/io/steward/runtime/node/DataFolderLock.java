package io.steward.runtime.node;

import io.steward.runtime.files.PrivateFile;
import io.steward.runtime.files.PrivateFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Exclusive ownership of a data folder by one node. A file lock in the folder excludes other
/// programs and ends with this one.
///
/// Within this program a set of locked folders excludes other nodes: opening the locked file a
/// second time would release the lock, since closing any channel to a file does (POSIX, `fcntl`).
final class DataFolderLock implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DataFolderLock.class);
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private DataFolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /// Locks a folder, creating it if necessary, and keeps other users out of it.
  ///
  /// @return empty if another node holds the lock
  /// @throws IOException if the folder is unusable
  static Optional<DataFolderLock> tryAcquire(Path folder) throws IOException {
    Path real = PrivateFolder.open(folder);
    if (!HELD_HERE.add(real)) {
      return Optional.empty();
    }
    boolean locked = false;
    try {
      FileChannel channel =
          PrivateFile.open(
              real.resolve("node.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      locked = lock != null;
      if (locked) {
        return Optional.of(new DataFolderLock(real, channel));
      }
      channel.close();
      return Optional.empty();
    } finally {
      if (!locked) {
        HELD_HERE.remove(real);
      }
    }
  }

  /// The folder's real path.
  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      log.debug("{} stays locked until this program ends: {}", folder, e.toString());
    }
    HELD_HERE.remove(folder);
  }
}
