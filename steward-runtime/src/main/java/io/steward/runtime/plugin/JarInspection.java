package io.steward.runtime.plugin;

import io.steward.runtime.digest.Sha256;
import io.steward.runtime.jar.ArchiveEntry;
import io.steward.runtime.jar.InvalidJarException;
import io.steward.runtime.jar.JarSignature;
import io.steward.runtime.jar.UnambiguousArchive;
import io.steward.runtime.jar.UnpackLimit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/// Verifies a copied jar and its libraries, and unpacks the libraries, without running any code.
///
/// @param original the path of the original
/// @param folder the folder of this copy
/// @param jar the copy
record JarInspection(Path original, Path folder, Path jar) {

  private static final String LIBRARIES = "lib/";

  /// The verified jar.
  StagedJar inspect() throws RefusedJarException, IOException {
    UnpackLimit limit = new UnpackLimit();
    try {
      List<ArchiveEntry> entries = UnambiguousArchive.check(jar, limit);
      JarSignature signature = JarSignature.of(jar);
      try (JarFile file = new JarFile(jar.toFile(), false)) {
        JarContents contents = new JarContents(entries, manifest(file));
        contents.checkPlugin();
        return new StagedJar(
            original,
            folder,
            jar,
            libraries(file, entries, limit),
            Sha256.of(jar),
            new IdentityReader(jar, entries, contents.manifest(), contents.isModular()).read(),
            contents.isModular(),
            signature);
      }
    } catch (InvalidJarException e) {
      throw new RefusedJarException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Attributes manifest(JarFile file) throws IOException {
    Manifest manifest = file.getManifest();
    return manifest == null ? new Attributes() : manifest.getMainAttributes();
  }

  private List<Path> libraries(JarFile file, List<ArchiveEntry> entries, UnpackLimit limit)
      throws RefusedJarException, IOException {
    List<Path> libraries = new ArrayList<>();
    for (ArchiveEntry entry : entries) {
      if (entry.name().startsWith(LIBRARIES) && entry.name().endsWith(".jar")) {
        try {
          libraries.add(unpackLibrary(file, entry.name(), limit));
        } catch (InvalidJarException | RefusedJarException e) {
          throw new RefusedJarException(
              "its library \"" + entry.name() + "\": " + e.getMessage(), e);
        }
      }
    }
    return libraries;
  }

  private Path unpackLibrary(JarFile file, String name, UnpackLimit limit)
      throws RefusedJarException, InvalidJarException, IOException {
    String ownName = name.substring(LIBRARIES.length());
    if (ownName.indexOf('/') >= 0) {
      throw new RefusedJarException("it is not directly in lib/, so it would be ignored");
    }
    // under its own name, from which its module name may be derived
    Path library = Files.createDirectories(folder.resolve("lib")).resolve(ownName);
    try (InputStream from = file.getInputStream(file.getJarEntry(name))) {
      Files.copy(from, library);
    }
    List<ArchiveEntry> entries = UnambiguousArchive.check(library, limit);
    try (JarFile nested = new JarFile(library.toFile(), false)) {
      new JarContents(entries, manifest(nested)).checkLibrary();
    }
    return library;
  }
}
