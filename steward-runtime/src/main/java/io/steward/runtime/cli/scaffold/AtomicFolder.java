package io.steward.runtime.cli.scaffold;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// Writes a folder completely or not at all.
public final class AtomicFolder {

  private AtomicFolder() {}

  /// Writes files into a folder that is empty or does not exist.
  ///
  /// @param files their contents, by their paths in the folder
  /// @throws IllegalArgumentException if the folder is not empty or cannot be written
  public static void write(Path folder, Map<String, String> files) {
    boolean existed = Files.exists(folder);
    if (existed && !isEmpty(folder)) {
      throw new IllegalArgumentException(folder + " is not an empty folder; nothing was written");
    }
    try {
      for (var file : files.entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, file.getValue());
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "cannot write " + folder + ": " + e + "; " + rollBack(folder, existed), e);
    }
  }

  private static boolean isEmpty(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.findAny().isEmpty();
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + folder + ": " + e, e);
    }
  }

  /// Deletes the content of the folder, all of which was written here.
  private static String rollBack(Path folder, boolean keep) {
    try {
      if (Files.exists(folder)) {
        delete(folder);
      }
      if (keep) {
        Files.createDirectory(folder);
      }
      return "nothing was written";
    } catch (IOException e) {
      return "the files written could not be deleted: " + e;
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
