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
record Landing(Roots roots, long largest, MessageContext context) {

  /// Clocks tick, and threads wake up, so much later than a deadline.
  private static final Duration LATE = Duration.ofMillis(500);

  /// Deletes what has come of files that nobody has gone on with.
  ///
  /// @param keep for how long
  void sweep(Duration keep) throws IOException {
    for (Journal journal : Journal.before(Instant.now().minus(keep), context.data())) {
      try (Spot spot = roots.open(journal.target())) {
        spot.delete(journal.part());
      } catch (RefusedException notAnyMore) {
        // nobody may write there now, this plugin included
      }
      journal.delete();
    }
  }

  Reply land(FileTransfer.Put put) throws IOException, InterruptedException {
    return land(put, put.release().orElse(false));
  }

  /// Brings a file.
  ///
  /// @param release whether the object is deleted then
  Reply land(FileTransfer.Put put, boolean release) throws IOException, InterruptedException {
    try (Spot spot = roots.open(put.path())) {
      Optional<PosixFileAttributes> before = spot.file();
      Optional<StoredObject> object = context.objects().find(put.object());
      Landed landed;
      if (isThere(spot, before, object, put.sha256())) {
        long size = before.orElseThrow().size();
        put.rights().orElse(Rights.UNSAID).give(spot.view(spot.name()), before);
        landed = new Landed(spot.path(), size, put.sha256(), size);
      } else {
        landed = bring(spot, before, acceptable(object, put), put);
      }
      if (release) {
        context.objects().delete(put.object());
      }
      return Reply.succeeded(landed);
    }
  }

  /// Whether it was brought before, by a run that then died.
  private static boolean isThere(
      Spot spot, Optional<PosixFileAttributes> before, Optional<StoredObject> object, String sha256)
      throws IOException {
    if (before.isEmpty()
        || object.filter(found -> found.size() != before.get().size()).isPresent()) {
      return false;
    }
    try (FileChannel file = spot.read()) {
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

  private Landed bring(
      Spot spot, Optional<PosixFileAttributes> before, StoredObject object, FileTransfer.Put put)
      throws IOException, InterruptedException {
    Journal journal = Journal.of(context.data(), spot.path(), put.sha256());
    boolean keep = false;
    try (FileChannel file = spot.write(journal.part())) {
      @Nullable FileLock lock = lock(file);
      if (lock == null) {
        keep = true;
        throw new RefusedException("the same file is being written to " + spot.path() + " already");
      }
      long there = Math.min(Math.min(journal.bytes(), file.size()), object.size());
      room(spot, object.size() - there);
      Part part = new Part(file, there, journal, new Progress(context.errors(), object.size()));
      context.objects().get(object, there, part);
      if (!part.sha256().equals(put.sha256())) {
        throw new RefusedException("what came is not what was sent: its SHA-256 differs");
      }
      put.rights().orElse(Rights.UNSAID).give(spot.view(journal.part()), before);
      file.force(true);
      spot.take(journal.part());
      return new Landed(spot.path(), object.size(), put.sha256(), there);
    } catch (InterruptedException | ClosedByInterruptException e) {
      keep = !Instant.now().isBefore(context.deadline().minus(LATE));
      throw e;
    } catch (ObjectRefusedException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    } finally {
      if (!keep) {
        spot.delete(journal.part());
        journal.delete();
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

  private static void room(Spot spot, long needed) throws IOException {
    long free = Files.getFileStore(spot.folder()).getUsableSpace();
    if (needed > free) {
      throw new RefusedException(
          needed + " bytes are missing of it, and " + free + " are free in " + spot.folder());
    }
  }
}
