package io.steward.runtime.node;

import io.steward.api.NodeName;
import io.steward.runtime.files.PrivateFile;
import io.steward.runtime.files.PrivateFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

  /// Locks a folder, creating it if necessary, and keeps other users out of it. The folder bears
  /// the name of its node from then on: what is in it belongs to no other.
  ///
  /// @param node the node's name
  /// @return empty if another node holds the lock
  /// @throws IOException if the folder is unusable, or that of another node
  static Optional<DataFolderLock> tryAcquire(Path folder, NodeName node) throws IOException {
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
      if (lock == null) {
        channel.close();
        return Optional.empty();
      }
      try {
        claim(real.resolve("node.name"), node);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
      locked = true;
      return Optional.of(new DataFolderLock(real, channel));
    } finally {
      if (!locked) {
        HELD_HERE.remove(real);
      }
    }
  }

  /// Writes the node's name unless there is one. A power cut may have left the file empty.
  private static void claim(Path file, NodeName node) throws IOException {
    String name = Files.exists(file) ? Files.readString(file).strip() : "";
    if (name.isEmpty()) {
      PrivateFile.replace(file, (node + "\n").getBytes(StandardCharsets.UTF_8));
    } else if (!name.equals(node.value())) {
      throw new IOException(
          file.getParent()
              + " is the data folder of the node "
              + name
              + "; "
              + node
              + " needs one of its own. If "
              + name
              + " was renamed, delete "
              + file);
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
