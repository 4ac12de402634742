package io.steward.runtime.temporary;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Temporary files, for this user alone, in the folder that the environment names: Java itself
/// ignores `TMPDIR`.
public final class TemporaryFiles {

  private static final Path ROOT = root(System.getenv(), System.getProperty("java.io.tmpdir"));

  private TemporaryFiles() {}

  /// The folder for temporary files.
  ///
  /// @param environment the environment, which may set `TMPDIR` (POSIX.1-2017, "Environment
  ///   Variables")
  /// @param fallback the folder if it does not
  static Path root(Map<String, String> environment, String fallback) {
    String named = environment.getOrDefault("TMPDIR", "");
    return Path.of(named.isEmpty() ? fallback : named);
  }

  /// The folder for temporary files.
  public static Path root() {
    return ROOT;
  }

  /// Creates a file, which the caller must delete.
  ///
  /// @throws IOException if it cannot be created
  public static Path file(String prefix, String suffix) throws IOException {
    try {
      return Files.createTempFile(ROOT, prefix, suffix);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /// Creates a folder, which the caller must delete.
  ///
  /// @throws IOException if it cannot be created
  public static Path folder(String prefix) throws IOException {
    return folder(ROOT, prefix);
  }

  /// Creates a folder in a given one.
  ///
  /// @throws IOException if it cannot be created
  public static Path folder(Path parent, String prefix) throws IOException {
    try {
      return Files.createTempDirectory(parent, prefix);
    } catch (IOException e) {
      throw parent.equals(ROOT) ? unusable(e) : e;
    }
  }

  private static IOException unusable(IOException e) {
    return new IOException(
        "cannot create a temporary file in " + ROOT + " (set TMPDIR to another folder): " + e, e);
  }

  /// Deletes a folder and everything in it, as far as possible. Others may delete it at the same
  /// time.
  public static void delete(Path folder) {
    try {
      Files.walkFileTree(folder, new DeletingVisitor());
    } catch (IOException e) {
      throw new AssertionError(e); // the visitor throws nothing
    }
  }

  private static final class DeletingVisitor extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      return delete(file);
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return FileVisitResult.CONTINUE; // already gone, or unreadable
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
      return delete(folder);
    }

    private static FileVisitResult delete(Path path) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        // the next cleanup of the folder tries again
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
