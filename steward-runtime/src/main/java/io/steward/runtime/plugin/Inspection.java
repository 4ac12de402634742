package io.steward.runtime.plugin;

import io.steward.runtime.jar.Allowance;
import io.steward.runtime.jar.Archive;
import io.steward.runtime.jar.ArchiveEntry;
import io.steward.runtime.jar.Signature;
import io.steward.runtime.jar.UnsoundJarException;
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
record Inspection(Path original, Path folder, Path jar) {

  private static final String LIBRARIES = "lib/";

  /// What was found, when there is nothing against it.
  Staged pass() throws Refusal, IOException {
    Allowance allowance = new Allowance();
    try {
      List<ArchiveEntry> entries = Archive.check(jar, allowance);
      Signature signature = Signature.of(jar);
      try (JarFile file = new JarFile(jar.toFile(), false)) {
        Contents contents = new Contents(entries, manifest(file));
        contents.checkPlugin();
        return new Staged(
            original,
            folder,
            jar,
            libraries(file, entries, allowance),
            digest(),
            contents.manifest(),
            contents.isModular(),
            signature);
      }
    } catch (UnsoundJarException e) {
      throw new Refusal(String.valueOf(e.getMessage()), e);
    }
  }

  private static Attributes manifest(JarFile file) throws IOException {
    Manifest manifest = file.getManifest();
    return manifest == null ? new Attributes() : manifest.getMainAttributes();
  }

  private List<Path> libraries(JarFile file, List<ArchiveEntry> entries, Allowance allowance)
      throws Refusal, IOException {
    List<Path> libraries = new ArrayList<>();
    for (ArchiveEntry entry : entries) {
      if (entry.name().startsWith(LIBRARIES) && entry.name().endsWith(".jar")) {
        try {
          libraries.add(library(file, entry.name(), allowance));
        } catch (UnsoundJarException | Refusal e) {
          throw new Refusal("its library \"" + entry.name() + "\": " + e.getMessage(), e);
        }
      }
    }
    return libraries;
  }

  private Path library(JarFile file, String name, Allowance allowance)
      throws Refusal, UnsoundJarException, IOException {
    String ownName = name.substring(LIBRARIES.length());
    if (ownName.indexOf('/') >= 0) {
      throw new Refusal("it is not directly in lib/, and would not be seen");
    }
    // under its own name, which may be all that says what its module is called
    Path library = Files.createDirectories(folder.resolve("lib")).resolve(ownName);
    try (InputStream from = file.getInputStream(file.getJarEntry(name))) {
      Files.copy(from, library);
    }
    List<ArchiveEntry> entries = Archive.check(library, allowance);
    try (JarFile nested = new JarFile(library.toFile(), false)) {
      new Contents(entries, manifest(nested)).checkLibrary();
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
