package io.steward.plugin.filetransfer;

import io.steward.api.CommandContext;
import io.steward.api.ObjectRefusedException;
import io.steward.api.Reply;
import io.steward.api.StoredObject;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Downloads files from the broker, first to a temporary name in the same folder; a complete file
/// is renamed atomically.
///
/// @param roots the folders to which files may be written
/// @param largest maximum size of a file, in bytes
/// @param context of the command
record FileDownload(AllowedFolders roots, long largest, CommandContext context) {

  /// Tolerance for clock resolution and late wake-ups at the deadline.
  private static final Duration TOLERANCE = Duration.ofMillis(500);

  /// Deletes partial files that no command has resumed.
  ///
  /// @param keep how long partial files are kept
  void sweep(Duration keep) throws IOException {
    for (DownloadJournal downloadJournal :
        DownloadJournal.before(Instant.now().minus(keep), context.positions())) {
      try (SecurePath securePath = roots.open(downloadJournal.target())) {
        securePath.delete(downloadJournal.part());
      } catch (RefusedException notAllowed) {
        // this plugin is no longer allowed to write there
      }
      downloadJournal.delete();
    }
  }

  Reply download(FileTransfer.Put put) throws IOException, InterruptedException {
    return download(put, put.release().orElse(false));
  }

  /// Downloads a file.
  ///
  /// @param release whether the object is deleted afterwards
  Reply download(FileTransfer.Put put, boolean release) throws IOException, InterruptedException {
    try (SecurePath securePath = roots.open(put.path())) {
      Optional<PosixFileAttributes> before = securePath.file();
      Optional<StoredObject> object = context.objects().find(put.object());
      DownloadResult downloadResult;
      if (isComplete(securePath, before, object, put.sha256())) {
        long size = before.orElseThrow().size();
        put.rights().orElse(FileRights.NONE).apply(securePath.view(securePath.name()), before);
        downloadResult = new DownloadResult(securePath.path(), size, put.sha256(), size);
      } else {
        downloadResult = transfer(securePath, before, checked(object, put), put);
      }
      if (release) {
        context.objects().delete(put.object());
      }
      return Reply.succeeded(downloadResult);
    }
  }

  /// Whether an earlier run that died has completed the download.
  private static boolean isComplete(
      SecurePath securePath,
      Optional<PosixFileAttributes> before,
      Optional<StoredObject> object,
      String sha256)
      throws IOException {
    if (before.isEmpty()
        || object.filter(found -> found.size() != before.get().size()).isPresent()) {
      return false;
    }
    try (FileChannel file = securePath.read()) {
      return new Sha256().add(file, before.get().size()).hex().equals(sha256);
    }
  }

  private StoredObject checked(Optional<StoredObject> found, FileTransfer.Put put)
      throws RefusedException {
    StoredObject object =
        found.orElseThrow(() ->
            new RefusedException(
                "the broker does not have the object " + put.object() + "; it may have expired"));
    if (!object.sha256().equals(put.sha256())) {
      throw new RefusedException(
          "the object " + put.object() + " is not the file that was sent: its SHA-256 differs");
    }
    if (object.size() > largest) {
      throw new RefusedException(
          "the file is " + object.size() + " bytes long; this node accepts at most " + largest);
    }
    return object;
  }

  private DownloadResult transfer(
      SecurePath securePath,
      Optional<PosixFileAttributes> before,
      StoredObject object,
      FileTransfer.Put put)
      throws IOException, InterruptedException {
    DownloadJournal downloadJournal =
        DownloadJournal.of(context.positions(), securePath.path(), put.sha256());
    FileChannel opened = openPart(securePath, downloadJournal.part());
    boolean keep = false;
    try (FileChannel file = opened) {
      long resumed = Math.min(Math.min(downloadJournal.bytes(), file.size()), object.size());
      checkSpace(securePath, object.size() - resumed);
      PartialFile partialFile =
          new PartialFile(
              file, resumed, downloadJournal, new Progress(context.errors(), object.size()));
      context.objects().get(object, resumed, partialFile);
      if (!partialFile.sha256().equals(put.sha256())) {
        throw new RefusedException(
            "the downloaded file is not the file that was sent: its SHA-256 differs");
      }
      put.rights().orElse(FileRights.NONE).apply(securePath.view(downloadJournal.part()), before);
      file.force(true);
      securePath.commit(downloadJournal.part());
      return new DownloadResult(securePath.path(), object.size(), put.sha256(), resumed);
    } catch (InterruptedException | ClosedByInterruptException e) {
      keep = !Instant.now().isBefore(context.deadline().minus(TOLERANCE));
      throw e;
    } catch (ObjectRefusedException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    } finally {
      if (!keep) {
        securePath.delete(downloadJournal.part());
        downloadJournal.delete();
      }
    }
  }

  /// Opens and locks the partial file, with what an earlier run has downloaded. One that another
  /// user may have made or changed is replaced.
  private FileChannel openPart(SecurePath securePath, Path part) throws IOException {
    Optional<FileChannel> earlier = securePath.existing(part);
    if (earlier.isPresent()) {
      requireLock(earlier.get(), securePath);
      // the node made its folder; /proc, which has its user too, may not be mounted
      UserPrincipal self = Files.getOwner(context.data());
      if (securePath.isOf(self, part)) {
        return earlier.get();
      }
      earlier.get().close();
    }
    FileChannel fresh = securePath.create(part);
    requireLock(fresh, securePath);
    return fresh;
  }

  /// Locks a file, which is closed if that fails.
  private static void requireLock(FileChannel file, SecurePath securePath) throws IOException {
    if (lock(file) == null) {
      file.close();
      throw new RefusedException(
          "another command is writing the same file to " + securePath.path());
    }
  }

  private static @Nullable FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) { // by another thread of this program
      return null;
    }
  }

  private static void checkSpace(SecurePath securePath, long needed) throws IOException {
    // a FileStore would need /proc, too
    long free = securePath.folder().toFile().getUsableSpace();
    if (needed > free) {
      throw new RefusedException(
          "it needs "
              + needed
              + " more bytes, but only "
              + free
              + " are free in "
              + securePath.folder());
    }
  }
}
