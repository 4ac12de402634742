package io.steward.runtime.ledger;

import io.steward.runtime.digest.Sha256;
import io.steward.runtime.files.PrivateFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The folder with the bodies that are too large for a row of the ledger: those that are to be sent
/// or may have to be sent again, and those fetched for a message that has not ended.
///
/// A file is on the disk before the row that references it, and is deleted after the last such row.
/// Files that a crash leaves without a row are deleted when the ledger is opened.
public final class BodyStore {

  private static final Logger log = LoggerFactory.getLogger(BodyStore.class);
  static final long MIN_FILE_SIZE = 512 << 10;

  private final Path folder;
  private final long maxSize;

  public BodyStore(Path folder, long maxSize) throws IOException {
    this.folder = PrivateFolder.open(folder);
    this.maxSize = maxSize;
  }

  /// The limit for a body that this node accepts or sends, in bytes.
  public long maxSize() {
    return maxSize;
  }

  /// Writes the content of a body.
  @FunctionalInterface
  public interface BodyContent {
    /// Writes all of it.
    void writeTo(OutputStream out) throws IOException;
  }

  /// Writes a body. A large one is on the disk on return, and stays there if a row that references
  /// it is committed.
  ///
  /// @param name the name of the file, which no other body has
  /// @param maxSize the limit, in bytes
  /// @throws BodyTooLargeException if it is larger; then nothing is left of it
  /// @throws IOException if the disk fails; then nothing is left of it
  public Body write(String name, long maxSize, BodyContent content)
      throws IOException, BodyTooLargeException {
    Path draft = path(name + ".part");
    try (BodyWriter writer = new BodyWriter(draft, MIN_FILE_SIZE, maxSize)) {
      content.writeTo(writer);
      Body body = writer.finish(name);
      if (body instanceof Body.Large) {
        Files.move(draft, path(name), StandardCopyOption.ATOMIC_MOVE);
        syncFolder();
      }
      return body;
    }
  }

  /// Makes the names in the folder durable.
  private void syncFolder() throws IOException {
    try (FileChannel itself = FileChannel.open(folder, StandardOpenOption.READ)) {
      itself.force(true);
    }
  }

  /// The path of a body.
  public Path path(String name) {
    return folder.resolve(name);
  }

  /// The path of the body that was fetched for a message.
  ///
  /// @param key of the message
  public Path fetchedPath(MessageKey key) {
    return path(fetchedName(key));
  }

  /// Deletes the body that was fetched for a message.
  public void deleteFetched(MessageKey key) {
    delete(List.of(fetchedName(key)));
  }

  static String fetchedName(MessageKey key) {
    return Sha256.of(key.subject() + " " + key.id()) + ".fetched";
  }

  /// Deletes bodies that no row references any more.
  void delete(Collection<String> names) {
    for (String name : names) {
      try {
        Files.deleteIfExists(path(name));
      } catch (IOException e) {
        log.warn("cannot delete {} before the node restarts: {}", name, e.getMessage());
      }
    }
  }

  /// Deletes all bodies but some.
  void deleteAllBut(Set<String> kept) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      delete(
          all.map(path -> path.getFileName().toString())
              .filter(name -> !kept.contains(name))
              .toList());
    }
  }
}
