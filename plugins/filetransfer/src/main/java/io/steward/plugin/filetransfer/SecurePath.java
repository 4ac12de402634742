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
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The path of a file whose folder is held open. Each folder on the path was opened relative to its
/// parent without following links, as with openat(2), so moving folders or replacing them by links
/// concurrently cannot redirect any operation: no path traversal, whenever it is tried.
final class SecurePath implements AutoCloseable {

  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rw-------");

  private final SecureDirectoryStream<Path> folder;
  private final Path path;

  private SecurePath(SecureDirectoryStream<Path> folder, Path path) {
    this.folder = folder;
    this.path = path;
  }

  /// @param root allowed by the operator; links in its own path are trusted
  /// @param file relative to the root
  @SuppressWarnings("StreamResourceLeak") // held open until this is closed
  static SecurePath open(Path root, Path file) throws IOException {
    DirectoryStream<Path> first = Files.newDirectoryStream(root);
    if (!(first instanceof SecureDirectoryStream<Path> opened)) {
      first.close();
      throw new RefusedException(
          "the file system of " + root + " does not support secure directory access");
    }
    SecureDirectoryStream<Path> folder = opened;
    for (int i = 0; i < file.getNameCount() - 1; i++) {
      Path name = file.getName(i);
      try (SecureDirectoryStream<Path> above = folder) {
        folder = above.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
      } catch (NoSuchFileException e) {
        throw new RefusedException("there is no folder " + root.resolve(file.subpath(0, i + 1)));
      } catch (IOException e) {
        throw new RefusedException(
            root.resolve(file.subpath(0, i + 1)) + " is a link, not a folder, or cannot be opened");
      }
    }
    return new SecurePath(folder, root.resolve(file));
  }

  /// The path of the file, as given.
  Path path() {
    return path;
  }

  /// Its file name.
  Path name() {
    return Objects.requireNonNull(path.getFileName());
  }

  /// The path of its folder, which may meanwhile lead to another folder.
  Path folder() {
    return Objects.requireNonNull(path.getParent());
  }

  PosixFileAttributeView view(Path name) {
    return folder.getFileAttributeView(
        name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  /// The attributes of the file; empty when it does not exist.
  ///
  /// @throws RefusedException when it is not a regular file
  Optional<PosixFileAttributes> file() throws IOException {
    try {
      PosixFileAttributes attributes = view(name()).readAttributes();
      if (!attributes.isRegularFile()) {
        throw new RefusedException(path + " is " + kind(attributes) + ", not a regular file");
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

  /// Opens an existing file of this name for reading and writing, which does not block even if it
  /// is a pipe; empty if there is none, or it is a link.
  Optional<FileChannel> existing(Path name) throws IOException {
    try {
      return view(name).readAttributes().isRegularFile()
          ? Optional.of(channel(name, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE)))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /// Creates a file of this name, readable by its owner only. Whatever has this name is deleted.
  FileChannel create(Path name) throws IOException {
    delete(name);
    return channel(
        name,
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  /// Whether only one user has ever been able to open the file of this name, which has no other.
  boolean isOf(UserPrincipal user, Path name) throws IOException {
    PosixFileAttributes attributes = view(name).readAttributes();
    // the number of names can be read only by path; the key tells that it is of the same file
    Map<String, Object> more =
        Files.readAttributes(
            folder().resolve(name), "unix:nlink,fileKey", LinkOption.NOFOLLOW_LINKS);
    return attributes.isRegularFile()
        && attributes.owner().equals(user)
        && PRIVATE.containsAll(attributes.permissions())
        && Objects.equals(more.get("fileKey"), attributes.fileKey())
        && Objects.equals(more.get("nlink"), 1);
  }

  private FileChannel channel(Path name, Set<? extends OpenOption> options) throws IOException {
    Set<OpenOption> all = new HashSet<>(options);
    all.add(LinkOption.NOFOLLOW_LINKS);
    return (FileChannel)
        folder.newByteChannel(name, all, PosixFilePermissions.asFileAttribute(PRIVATE));
  }

  /// Renames a complete file to the final name atomically and durably.
  void commit(Path name) throws IOException {
    folder.move(name, folder, name());
    try (FileChannel entry = FileChannel.open(folder(), StandardOpenOption.READ)) {
      entry.force(true);
    }
  }

  /// Deletes a file of this name, if it exists.
  void delete(Path name) throws IOException {
    try {
      folder.deleteFile(name);
    } catch (NoSuchFileException e) {
      // deleted already
    }
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
