package io.steward.plugin.filetransfer;

import io.steward.api.MessageContext;
import io.steward.api.ObjectRefusedException;
import io.steward.api.Reply;
import io.steward.api.StoredObject;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Files that come from the broker into a folder: first beside where they belong, under another
/// name; when they are whole, in one step under their own.
///
/// @param roots where they may go
/// @param largest how large one may be, in bytes
/// @param context of the command
record FileDownload(AllowedFolders roots, long largest, MessageContext context) {

  /// Clocks tick, and threads wake up, so much later than a deadline.
  private static final Duration LATE = Duration.ofMillis(500);

  /// Deletes what has come of files that nobody has gone on with.
  ///
  /// @param keep for how long
  void sweep(Duration keep) throws IOException {
    for (DownloadJournal downloadJournal :
        DownloadJournal.before(Instant.now().minus(keep), context.data())) {
      try (SecurePath securePath = roots.open(downloadJournal.target())) {
        securePath.delete(downloadJournal.part());
      } catch (RefusedException notAnyMore) {
        // nobody may write there now, this plugin included
      }
      downloadJournal.delete();
    }
  }

  Reply land(FileTransfer.Put put) throws IOException, InterruptedException {
    return land(put, put.release().orElse(false));
  }

  /// Brings a file.
  ///
  /// @param release whether the object is deleted then
  Reply land(FileTransfer.Put put, boolean release) throws IOException, InterruptedException {
    try (SecurePath securePath = roots.open(put.path())) {
      Optional<PosixFileAttributes> before = securePath.file();
      Optional<StoredObject> object = context.objects().find(put.object());
      DownloadResult downloadResult;
      if (isThere(securePath, before, object, put.sha256())) {
        long size = before.orElseThrow().size();
        put.rights().orElse(FileRights.UNSAID).give(securePath.view(securePath.name()), before);
        downloadResult = new DownloadResult(securePath.path(), size, put.sha256(), size);
      } else {
        downloadResult = bring(securePath, before, acceptable(object, put), put);
      }
      if (release) {
        context.objects().delete(put.object());
      }
      return Reply.succeeded(downloadResult);
    }
  }

  /// Whether it was brought before, by a run that then died.
  private static boolean isThere(
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

  private StoredObject acceptable(Optional<StoredObject> found, FileTransfer.Put put)
      throws RefusedException {
    StoredObject object =
        found.orElseThrow(() ->
            new RefusedException("the broker has no object " + put.object() + ", or no more"));
    if (!object.sha256().equals(put.sha256())) {
      throw new RefusedException(
          "the object " + put.object() + " is not the file that was sent: its SHA-256 differs");
    }
    if (object.size() > largest) {
      throw new RefusedException(
          "the file is " + object.size() + " bytes long; this node takes at most " + largest);
    }
    return object;
  }

  private DownloadResult bring(
      SecurePath securePath,
      Optional<PosixFileAttributes> before,
      StoredObject object,
      FileTransfer.Put put)
      throws IOException, InterruptedException {
    DownloadJournal downloadJournal =
        DownloadJournal.of(context.data(), securePath.path(), put.sha256());
    boolean keep = false;
    try (FileChannel file = securePath.write(downloadJournal.part())) {
      @Nullable FileLock lock = lock(file);
      if (lock == null) {
        keep = true;
        throw new RefusedException(
            "the same file is being written to " + securePath.path() + " already");
      }
      long there = Math.min(Math.min(downloadJournal.bytes(), file.size()), object.size());
      room(securePath, object.size() - there);
      PartialFile partialFile =
          new PartialFile(
              file, there, downloadJournal, new Progress(context.errors(), object.size()));
      context.objects().get(object, there, partialFile);
      if (!partialFile.sha256().equals(put.sha256())) {
        throw new RefusedException("what came is not what was sent: its SHA-256 differs");
      }
      put.rights().orElse(FileRights.UNSAID).give(securePath.view(downloadJournal.part()), before);
      file.force(true);
      securePath.take(downloadJournal.part());
      return new DownloadResult(securePath.path(), object.size(), put.sha256(), there);
    } catch (InterruptedException | ClosedByInterruptException e) {
      keep = !Instant.now().isBefore(context.deadline().minus(LATE));
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

  private static @Nullable FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) { // by another thread of this program
      return null;
    }
  }

  private static void room(SecurePath securePath, long needed) throws IOException {
    long free = Files.getFileStore(securePath.folder()).getUsableSpace();
    if (needed > free) {
      throw new RefusedException(
          needed + " bytes are missing of it, and " + free + " are free in " + securePath.folder());
    }
  }
}
