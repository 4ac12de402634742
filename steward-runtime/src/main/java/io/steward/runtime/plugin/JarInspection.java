package io.steward.runtime.plugin;

import io.steward.runtime.jar.ArchiveEntry;
import io.steward.runtime.jar.InvalidJarException;
import io.steward.runtime.jar.JarSignature;
import io.steward.runtime.jar.UnambiguousArchive;
import io.steward.runtime.jar.UnpackLimit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/// Reads all of a copy once, its libraries too, and unpacks these; nothing of it is run.
///
/// @param original where it was found
/// @param folder of the copy alone
/// @param jar the copy
record JarInspection(Path original, Path folder, Path jar) {

  private static final String LIBRARIES = "lib/";

  /// What was found, when there is nothing against it.
  StagedJar inspect() throws RefusedJarException, IOException {
    UnpackLimit unpackLimit = new UnpackLimit();
    try {
      List<ArchiveEntry> entries = UnambiguousArchive.check(jar, unpackLimit);
      JarSignature signature = JarSignature.of(jar);
      try (JarFile file = new JarFile(jar.toFile(), false)) {
        JarContents contents = new JarContents(entries, manifest(file));
        contents.checkPlugin();
        return new StagedJar(
            original,
            folder,
            jar,
            libraries(file, entries, unpackLimit),
            digest(),
            contents.manifest(),
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

  private List<Path> libraries(JarFile file, List<ArchiveEntry> entries, UnpackLimit unpackLimit)
      throws RefusedJarException, IOException {
    List<Path> libraries = new ArrayList<>();
    for (ArchiveEntry entry : entries) {
      if (entry.name().startsWith(LIBRARIES) && entry.name().endsWith(".jar")) {
        try {
          libraries.add(unpackLibrary(file, entry.name(), unpackLimit));
        } catch (InvalidJarException | RefusedJarException e) {
          throw new RefusedJarException(
              "its library \"" + entry.name() + "\": " + e.getMessage(), e);
        }
      }
    }
    return libraries;
  }

  private Path unpackLibrary(JarFile file, String name, UnpackLimit unpackLimit)
      throws RefusedJarException, InvalidJarException, IOException {
    String ownName = name.substring(LIBRARIES.length());
    if (ownName.indexOf('/') >= 0) {
      throw new RefusedJarException("it is not directly in lib/, and would not be seen");
    }
    // under its own name, which may be all that says what its module is called
    Path library = Files.createDirectories(folder.resolve("lib")).resolve(ownName);
    try (InputStream from = file.getInputStream(file.getJarEntry(name))) {
      Files.copy(from, library);
    }
    List<ArchiveEntry> entries = UnambiguousArchive.check(library, unpackLimit);
    try (JarFile nested = new JarFile(library.toFile(), false)) {
      new JarContents(entries, manifest(nested)).checkLibrary();
    }
    return library;
  }

  private String digest() throws IOException {
    try (InputStream in = Files.newInputStream(jar)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[64 * 1024];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
