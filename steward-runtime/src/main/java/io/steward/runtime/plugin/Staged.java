package io.steward.runtime.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/// A private copy of a plugin's jar with the libraries in its `lib/` unpacked beside it: what is
/// checked is what is loaded, whatever happens to the original.
///
/// @param original where it was found
/// @param folder of this copy alone
/// @param jar the copy
/// @param libraries the jars that were nested in it
/// @param sha256 of the copy, in hex
/// @param manifest its main attributes
record Staged(
    Path original,
    Path folder,
    Path jar,
    List<Path> libraries,
    String sha256,
    Attributes manifest) {

  private static final long LARGEST_LIBRARY = 256L << 20;
  private static final int MOST_LIBRARIES = 500;

  /// Copies a jar into a folder of its own.
  static Staged copy(Path original, Path folder) throws Refusal {
    try {
      Files.createDirectories(folder);
      Path jar = Files.copy(original, folder.resolve(original.getFileName().toString()));
      try (JarFile file = new JarFile(jar.toFile())) {
        Manifest manifest = file.getManifest();
        return new Staged(
            original,
            folder,
            jar,
            libraries(file, folder),
            digest(jar),
            manifest == null ? new Attributes() : manifest.getMainAttributes());
      }
    } catch (ZipException e) {
      throw new Refusal("it is not a jar, or was cut off: " + e.getMessage(), e);
    } catch (IOException | SecurityException | IllegalArgumentException e) {
      throw new Refusal("it cannot be read: " + e.getMessage(), e);
    }
  }

  private static List<Path> libraries(JarFile file, Path folder) throws IOException, Refusal {
    List<Path> libraries = new ArrayList<>();
    for (Enumeration<JarEntry> all = file.entries(); all.hasMoreElements(); ) {
      JarEntry entry = all.nextElement();
      String name = entry.getName();
      if (name.startsWith("io/steward/api/") && name.endsWith(".class")) {
        throw new Refusal(
            "it contains a copy of io.steward.api; give that dependency the scope \"provided\"");
      }
      if (name.startsWith("lib/") && name.endsWith(".jar")) {
        if (name.indexOf('/', 4) >= 0 || name.contains("..") || name.contains("\\")) {
          throw new Refusal("the library \"" + name + "\" is not directly in lib/");
        }
        if (libraries.size() == MOST_LIBRARIES) {
          throw new Refusal("it has more than " + MOST_LIBRARIES + " libraries");
        }
        Path library = folder.resolve("lib-" + name.substring(4));
        try (InputStream from = file.getInputStream(entry);
            OutputStream to = Files.newOutputStream(library)) {
          copy(from, to, name);
        }
        libraries.add(library);
      }
    }
    return libraries;
  }

  private static void copy(InputStream from, OutputStream to, String name)
      throws IOException, Refusal {
    byte[] buffer = new byte[64 * 1024];
    long size = 0;
    for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
      size += read;
      if (size > LARGEST_LIBRARY) {
        throw new Refusal("the library \"" + name + "\" unpacks to more than 256 MiB");
      }
      to.write(buffer, 0, read);
    }
  }

  private static String digest(Path jar) throws IOException {
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

  /// A key of the manifest; empty when it is not there.
  String value(String key) {
    String value = manifest.getValue(key);
    return value == null ? "" : value.strip();
  }

  /// All jars, its own first.
  List<Path> jars() {
    List<Path> jars = new ArrayList<>();
    jars.add(jar);
    jars.addAll(libraries);
    return jars;
  }

  /// Deletes the copy.
  void delete() {
    delete(folder);
  }

  /// Deletes a folder and all in it, as far as it can be.
  static void delete(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      // the next program that stages plugins there tries again
    }
  }
}
