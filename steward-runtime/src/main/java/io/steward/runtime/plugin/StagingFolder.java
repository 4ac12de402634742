package io.steward.runtime.plugin;

import io.steward.runtime.files.PrivateFile;
import io.steward.runtime.files.PrivateFolder;
import io.steward.runtime.temporary.TemporaryFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A folder for private copies of plugins, deleted when closed. The next program deletes what a
/// killed one left.
final class StagingFolder implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StagingFolder.class);
  private static final String NAME = "steward-plugins-";
  private static final String IN_USE = "in-use";

  /// After this time, the program that created a folder has certainly locked it.
  private static final Duration CREATION_GRACE_PERIOD = Duration.ofMinutes(1);

  private final Path folder;
  private final Path root;
  private final Optional<FileChannel> lock;
  private int copies;

  /// @param folder the folder for copies
  /// @param root deleted on close, with everything in it
  /// @param lock the lock that tells other programs that the folder is in use
  private StagingFolder(Path folder, Path root, Optional<FileChannel> lock) {
    this.folder = folder;
    this.root = root;
    this.lock = lock;
  }

  /// Opens a folder for exclusive use, which a lock held by the caller must guarantee. Its old
  /// content is deleted.
  ///
  /// @throws IOException if it cannot be created
  static StagingFolder exclusive(Path root) throws IOException {
    TemporaryFiles.delete(root);
    // a new folder only for this user, even if old content could not be deleted
    Path folder = TemporaryFiles.folder(PrivateFolder.open(root), "");
    return new StagingFolder(folder, root, Optional.empty());
  }

  /// Opens a folder next to those of other programs, and deletes what this user's killed programs
  /// left there.
  ///
  /// @throws IOException if it cannot be created
  static StagingFolder within(Path parent) throws IOException {
    String ours = NAME + ProcessHandle.current().pid() + "-";
    Path folder = TemporaryFiles.folder(parent, ours);
    FileChannel lock =
        PrivateFile.open(
            folder.resolve(IN_USE), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    if (lock.tryLock() == null) {
      lock.close();
      throw new IOException("another program has locked " + folder);
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, NAME + "*")) {
      for (Path each : all) {
        // opening the lock file of one of our own folders would release its lock (POSIX, fcntl)
        if (!each.getFileName().toString().startsWith(ours) && isAbandoned(each)) {
          log.debug("deleting {}, whose program is gone", each);
          TemporaryFiles.delete(each);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      log.debug("cannot clean up {}: {}", parent, e.toString());
    }
    return new StagingFolder(folder, folder, Optional.of(lock));
  }

  private static boolean isAbandoned(Path folder) {
    Path inUse = folder.resolve(IN_USE);
    try {
      if (!PrivateFolder.isPrivate(folder) || !PrivateFile.isOwn(inUse)) {
        return false; // others may have put anything there: a pipe would block, a link mislead
      }
      Instant made = Files.getLastModifiedTime(inUse).toInstant();
      if (made.isAfter(Instant.now().minus(CREATION_GRACE_PERIOD))) {
        return false;
      }
      try (FileChannel channel = PrivateFile.open(inUse, StandardOpenOption.WRITE);
          FileLock lock = channel.tryLock()) {
        return lock != null;
      }
    } catch (NoSuchFileException e) {
      return false; // not created by steward, or being deleted
    } catch (OverlappingFileLockException e) {
      return false; // another thread is checking it
    } catch (IOException e) {
      log.debug("{} is left in place: {}", folder, e.toString());
      return false;
    }
  }

  /// The folder for copies.
  Path folder() {
    return folder;
  }

  /// The folder for the next copy.
  Path next() {
    return folder.resolve(Integer.toString(copies++));
  }

  @Override
  public void close() {
    try {
      if (lock.isPresent()) {
        lock.get().close();
      }
    } catch (IOException e) {
      log.debug("{} stays locked until this program ends: {}", folder, e.toString());
    }
    TemporaryFiles.delete(root);
  }
}
