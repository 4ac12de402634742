package io.steward.runtime.temporary;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Temporary files, for this user alone, in the folder that the environment names: Java by itself
/// does not look at `TMPDIR`.
public final class TemporaryFiles {

  private static final Path ROOT = root(System.getenv(), System.getProperty("java.io.tmpdir"));

  private TemporaryFiles() {}

  /// Where temporary files are to be.
  ///
  /// @param environment in which `TMPDIR` says it (POSIX.1-2017, "Environment Variables")
  /// @param fallback where they are when that is not set
  static Path root(Map<String, String> environment, String fallback) {
    String named = environment.getOrDefault("TMPDIR", "");
    return Path.of(named.isEmpty() ? fallback : named);
  }

  /// Where temporary files are.
  public static Path root() {
    return ROOT;
  }

  /// Makes a file, which is the caller's to delete.
  ///
  /// @throws IOException when none can be made
  public static Path file(String prefix, String suffix) throws IOException {
    try {
      return Files.createTempFile(ROOT, prefix, suffix);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /// Makes a folder, which is the caller's to delete.
  ///
  /// @throws IOException when none can be made
  public static Path folder(String prefix) throws IOException {
    return folder(ROOT, prefix);
  }

  /// Makes a folder in another than the usual one.
  ///
  /// @throws IOException when none can be made
  public static Path folder(Path parent, String prefix) throws IOException {
    try {
      return Files.createTempDirectory(parent, prefix);
    } catch (IOException e) {
      throw parent.equals(ROOT) ? unusable(e) : e;
    }
  }

  private static IOException unusable(IOException e) {
    return new IOException(
        "there can be no temporary file in " + ROOT + " (name another folder by TMPDIR): " + e, e);
  }

  /// Deletes a folder and all in it, as far as it can be. Others may delete it at the same time.
  public static void delete(Path folder) {
    try {
      Files.walkFileTree(folder, new DeletingVisitor());
    } catch (IOException e) {
      throw new AssertionError(e); // the visitor lets nothing through
    }
  }

  private static final class DeletingVisitor extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      return delete(file);
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return FileVisitResult.CONTINUE; // it is gone already, or not to be read
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
      return delete(folder);
    }

    private static FileVisitResult delete(Path path) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        // whoever clears the folder next tries again
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
