package io.steward.runtime.plugin;

import io.steward.runtime.jar.JarSignature;
import io.steward.runtime.jar.UnpackLimit;
import io.steward.runtime.temporary.TemporaryFiles;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A private copy of a plugin's jar, with the libraries in its `lib/` unpacked next to it: what was
/// checked is what is loaded, whatever happens to the original.
///
/// @param original the path of the original
/// @param folder the folder of this copy
/// @param jar the copy
/// @param libraries the jars nested in it, unpacked
/// @param sha256 the SHA-256 of the copy, in hex
/// @param identity who it says it is
/// @param modular whether it has a module descriptor
/// @param signature who signed it
// Many parameters: everything that one pass over the jar has found out
record StagedJar(
    Path original,
    Path folder,
    Path jar,
    List<Path> libraries,
    String sha256,
    PluginIdentity identity,
    boolean modular,
    JarSignature signature) {

  /// Copies a jar into a folder of its own, and verifies it without running any of its code.
  /// Symbolic links are followed: only the copy matters, and people link to installed jars.
  static StagedJar copy(Path original, Path folder) throws RefusedJarException {
    try {
      checkOriginal(original);
      Files.createDirectories(folder);
      Path jar = Files.copy(original, folder.resolve(original.getFileName()));
      return new JarInspection(original, folder, jar).inspect();
    } catch (AccessDeniedException e) {
      throw new RefusedJarException(
          "it cannot be read: the user that runs steward lacks permission", e);
    } catch (IOException | SecurityException | IllegalArgumentException e) {
      throw new RefusedJarException("it cannot be read: " + reason(e), e);
    }
  }

  private static String reason(Exception e) {
    boolean bare = e instanceof FileSystemException file && file.getReason() == null;
    return bare || e.getMessage() == null ? e.toString() : e.getMessage();
  }

  /// Checks that it is a regular file: copying a pipe or a device would never end.
  private static void checkOriginal(Path original) throws RefusedJarException, IOException {
    if (Files.isDirectory(original)) {
      throw new RefusedJarException("it is a folder, not a jar");
    }
    if (!Files.exists(original)) {
      if (Files.isSymbolicLink(original)) {
        throw new RefusedJarException(
            "it is a link to " + Files.readSymbolicLink(original) + ", which does not exist");
      }
      throw new NoSuchFileException(original.toString());
    }
    if (!Files.isRegularFile(original)) {
      throw new RefusedJarException("it is not a file but a pipe, a socket or a device");
    }
    if (Files.size(original) > UnpackLimit.MAX_JAR_BYTES) {
      throw new RefusedJarException("it is larger than 256 MiB");
    }
  }

  /// The id of its plugin.
  String id() {
    return identity.id().value();
  }

  /// The version of its plugin.
  String version() {
    return identity.version().value();
  }

  /// All jars: the plugin's own, then its libraries.
  List<Path> jars() {
    List<Path> jars = new ArrayList<>();
    jars.add(jar);
    jars.addAll(libraries);
    return jars;
  }

  /// Deletes the copy.
  void delete() {
    TemporaryFiles.delete(folder);
  }
}
