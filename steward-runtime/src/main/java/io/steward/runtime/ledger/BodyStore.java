package io.steward.runtime.ledger;

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
/// or may have to be sent again, and those that were fetched for a message that has not ended.
///
/// A file is on the disk before the row that names it, and goes after the last such row. What a
/// crash leaves without a row goes when the ledger is opened.
public final class BodyStore {

  private static final Logger log = LoggerFactory.getLogger(BodyStore.class);
  static final long MIN_FILE_SIZE = 512 << 10;

  private final Path folder;
  private final long maxSize;

  BodyStore(Path folder, long maxSize) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.maxSize = maxSize;
  }

  /// How large a body this node takes and gives, in bytes.
  public long maxSize() {
    return maxSize;
  }

  /// Something that writes a body.
  @FunctionalInterface
  public interface BodyContent {
    /// Writes all of it.
    void writeTo(OutputStream out) throws IOException;
  }

  /// Writes a body. When it is large, it is on the disk on return, and stays there if a row that
  /// names it is committed.
  ///
  /// @param name of the file, which no other body has
  /// @param maxSize how large it may be
  /// @throws BodyTooLargeException when it is larger; then nothing is left of it
  /// @throws IOException when the disk does not take it; then nothing is left of it
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

  /// Where a body is.
  public Path path(String name) {
    return folder.resolve(name);
  }

  /// Where the body of a message is that was fetched for it.
  ///
  /// @param id of the message
  public Path fetchedPath(String id) {
    return path(fetchedName(id));
  }

  /// Takes away what was fetched for a message.
  public void deleteFetched(String id) {
    delete(List.of(fetchedName(id)));
  }

  static String fetchedName(String id) {
    return id + ".fetched";
  }

  /// Takes away bodies that nothing names any more.
  void delete(Collection<String> names) {
    for (String name : names) {
      try {
        Files.deleteIfExists(path(name));
      } catch (IOException e) {
        log.warn("{} is taken away when the node starts again: {}", name, e.getMessage());
      }
    }
  }

  /// Takes away all but some.
  void deleteAllBut(Set<String> named) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      delete(
          all.map(path -> path.getFileName().toString())
              .filter(name -> !named.contains(name))
              .toList());
    }
  }
}
