package io.steward.plugin.filetransfer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The place of a file in a folder that is held open. Every folder on the way to it was opened
/// within the one before, and no link was followed; whoever moves folders or puts links in their
/// place meanwhile, moves nothing that is done here (openat(2)).
final class SecurePath implements AutoCloseable {

  private final SecureDirectoryStream<Path> folder;
  private final Path path;

  private SecurePath(SecureDirectoryStream<Path> folder, Path path) {
    this.folder = folder;
    this.path = path;
  }

  /// @param root where nobody but its keeper decides what a link means
  /// @param file from there
  @SuppressWarnings("StreamResourceLeak") // held open until the place is closed
  static SecurePath open(Path root, Path file) throws IOException {
    DirectoryStream<Path> first = Files.newDirectoryStream(root);
    if (!(first instanceof SecureDirectoryStream<Path> now)) {
      first.close();
      throw new RefusedException("the file system of " + root + " cannot hold folders open");
    }
    SecureDirectoryStream<Path> folder = now;
    for (int i = 0; i < file.getNameCount() - 1; i++) {
      Path name = file.getName(i);
      try (SecureDirectoryStream<Path> above = folder) {
        folder = above.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
      } catch (NoSuchFileException e) {
        throw new RefusedException("there is no folder " + root.resolve(file.subpath(0, i + 1)));
      } catch (IOException e) {
        throw new RefusedException(
            root.resolve(file.subpath(0, i + 1)) + " is a link, no folder, or cannot be opened");
      }
    }
    return new SecurePath(folder, root.resolve(file));
  }

  /// The file.
  Path path() {
    return path;
  }

  /// Its name.
  Path name() {
    return Objects.requireNonNull(path.getFileName());
  }

  /// Its folder, by a name that may have become another's.
  Path folder() {
    return Objects.requireNonNull(path.getParent());
  }

  PosixFileAttributeView view(Path name) {
    return folder.getFileAttributeView(
        name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  /// What the file is like, if it is there.
  ///
  /// @throws RefusedException when it is there and no plain file
  Optional<PosixFileAttributes> file() throws IOException {
    try {
      PosixFileAttributes attributes = view(name()).readAttributes();
      if (!attributes.isRegularFile()) {
        throw new RefusedException(path + " is " + kind(attributes) + ", and no plain file");
      }
      return Optional.of(attributes);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static String kind(BasicFileAttributes attributes) {
    return attributes.isDirectory()
        ? "a folder"
        : attributes.isSymbolicLink() ? "a link" : "a device, a pipe or a socket";
  }

  /// Opens the file for reading.
  FileChannel read() throws IOException {
    return channel(name(), Set.of(StandardOpenOption.READ));
  }

  /// Opens a file of this name for writing, which nobody else may read; makes it when it is not
  /// there.
  FileChannel write(Path name) throws IOException {
    return channel(
        name, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  private FileChannel channel(Path name, Set<? extends OpenOption> options) throws IOException {
    Set<OpenOption> all = new HashSet<>(options);
    all.add(LinkOption.NOFOLLOW_LINKS);
    return (FileChannel)
        folder.newByteChannel(
            name,
            all,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /// Gives a file that is whole the file's name, in one step, and sees to it that it stays so.
  void take(Path name) throws IOException {
    folder.move(name, folder, name());
    try (FileChannel entry = FileChannel.open(folder(), StandardOpenOption.READ)) {
      entry.force(true);
    }
  }

  /// Deletes a file of this name, if there is one.
  void delete(Path name) throws IOException {
    try {
      folder.deleteFile(name);
    } catch (NoSuchFileException e) {
      // that is as it should be
    }
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
