package io.steward.runtime.plugin;

import io.steward.runtime.temporary.TemporaryFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A folder for private copies of plugins, as long as it is open. What a killed program has left is
/// deleted by the next one.
final class StagingFolder implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StagingFolder.class);
  private static final String NAME = "steward-plugins-";
  private static final String IN_USE = "in-use";

  /// How old a folder may be before its program has surely locked it.
  private static final Duration CREATION_GRACE_PERIOD = Duration.ofMinutes(1);

  private final Path folder;
  private final Path root;
  private final Optional<FileChannel> lock;
  private int copies;

  /// @param folder for copies
  /// @param whole what is deleted in the end
  /// @param claim its lock, where others look at it
  private StagingFolder(Path folder, Path whole, Optional<FileChannel> claim) {
    this.folder = folder;
    this.root = whole;
    this.lock = claim;
  }

  /// Opens one that nobody else uses, whatever is there: the caller holds a lock that says so.
  ///
  /// @throws IOException when none can be made
  static StagingFolder exclusive(Path whole) throws IOException {
    TemporaryFiles.delete(whole);
    // a new one for this user alone, whatever could not be deleted
    Path folder = TemporaryFiles.folder(Files.createDirectories(whole), "");
    return new StagingFolder(folder, whole, Optional.empty());
  }

  /// Opens one beside those of other programs, and deletes what this user's have left there.
  ///
  /// @throws IOException when none can be made
  static StagingFolder within(Path parent) throws IOException {
    String ours = NAME + ProcessHandle.current().pid() + "-";
    Path folder = TemporaryFiles.folder(parent, ours);
    FileChannel claim =
        FileChannel.open(
            folder.resolve(IN_USE), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    if (claim.tryLock() == null) {
      claim.close();
      throw new IOException("another program has locked " + folder);
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, NAME + "*")) {
      for (Path each : all) {
        // a look at the lock of one of ours would let go of it (POSIX, fcntl)
        if (!each.getFileName().toString().startsWith(ours) && isAbandoned(each, folder)) {
          log.debug("deleting {}, whose program is gone", each);
          TemporaryFiles.delete(each);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      log.debug("what was left in {} stays: {}", parent, e.toString());
    }
    return new StagingFolder(folder, folder, Optional.of(claim));
  }

  private static boolean isAbandoned(Path folder, Path ours) {
    Path inUse = folder.resolve(IN_USE);
    try {
      if (!Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(ours))) {
        return false; // anything may be in it, such as a pipe, whose opening never ends
      }
      Instant made = Files.getLastModifiedTime(inUse).toInstant();
      if (made.isAfter(Instant.now().minus(CREATION_GRACE_PERIOD))) {
        return false;
      }
      try (FileChannel channel = FileChannel.open(inUse, StandardOpenOption.WRITE);
          FileLock lock = channel.tryLock()) {
        return lock != null;
      }
    } catch (NoSuchFileException e) {
      return false; // not made by us, or being deleted
    } catch (OverlappingFileLockException e) {
      return false; // another thread is at it
    } catch (IOException e) {
      log.debug("{} is left: {}", folder, e.toString());
      return false;
    }
  }

  /// The folder.
  Path folder() {
    return folder;
  }

  /// Where the next copy is to be.
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
      log.debug("{} is unlocked by the end of this program: {}", folder, e.toString());
    }
    TemporaryFiles.delete(root);
  }
}
