package io.steward.runtime.plugin;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A folder for private copies of plugins, as long as it is open. One that a killed program has
/// left is deleted by the next program that opens one beside it.
final class Staging implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Staging.class);
  private static final String NAME = "steward-plugins-";
  private static final String IN_USE = "in-use";

  /// How old a folder may be before its program has surely locked it.
  private static final Duration BEING_MADE = Duration.ofMinutes(1);

  private final Path folder;
  private final FileChannel claim;
  private int copies;

  private Staging(Path folder, FileChannel claim) {
    this.folder = folder;
    this.claim = claim;
  }

  /// Opens a folder in another, and deletes what was left there.
  ///
  /// @throws IOException when none can be made
  static Staging in(Path parent) throws IOException {
    String ours = NAME + ProcessHandle.current().pid() + "-";
    try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, NAME + "*")) {
      for (Path each : all) {
        // a look at the lock of one of ours would let go of it (POSIX, fcntl)
        if (!each.getFileName().toString().startsWith(ours) && isAbandoned(each)) {
          log.debug("deleting {}, whose program is gone", each);
          Staged.delete(each);
        }
      }
    }
    Path folder = Files.createTempDirectory(parent, ours);
    FileChannel claim =
        FileChannel.open(
            folder.resolve(IN_USE), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    if (claim.tryLock() == null) {
      claim.close();
      throw new IOException("another program has locked " + folder);
    }
    return new Staging(folder, claim);
  }

  private static boolean isAbandoned(Path folder) {
    try {
      Instant made = Files.getLastModifiedTime(folder.resolve(IN_USE)).toInstant();
      if (made.isAfter(Instant.now().minus(BEING_MADE))) {
        return false;
      }
      try (FileChannel channel =
              FileChannel.open(folder.resolve(IN_USE), StandardOpenOption.WRITE);
          FileLock lock = channel.tryLock()) {
        return lock != null;
      }
    } catch (NoSuchFileException e) {
      return false; // not made by us, or being deleted
    } catch (IOException e) {
      log.debug("{} is left: {}", folder, e.toString()); // another user's
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
      claim.close();
    } catch (IOException e) {
      log.debug("{} is unlocked by the end of this program: {}", folder, e.toString());
    }
    Staged.delete(folder);
  }
}
