package io.steward.distribution.faults;

import io.steward.distribution.faults.stop.Point;
import io.steward.distribution.faults.stop.StopAgent;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/// Packs classes, as a build does.
final class Jars {

  private Jars() {}

  /// The agent that stops a program at a point, from the classes of these tests.
  static Path agent(Path folder) throws IOException {
    try {
      URI classes = StopAgent.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return pack(
          Path.of(classes),
          StopAgent.class.getPackageName().replace('.', '/'),
          Map.of("Premain-Class", StopAgent.class.getName()),
          folder.resolve("stop.jar"));
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  /// The options with which Java runs a program that is to die.
  ///
  /// @param marker the file that proves where it died
  static String dying(Path agent, Point point, Path marker) {
    return "--enable-native-access=ALL-UNNAMED -javaagent:" + agent + "=" + marker + "=" + point;
  }

  /// Whether a program died where it was to.
  static boolean isProven(Path marker, Point point) throws IOException {
    return Files.exists(marker) && Files.readString(marker).equals(point.toString());
  }

  /// Packs everything below a package.
  static Path pack(Path classes, String below, Map<String, String> keys, Path jar)
      throws IOException {
    Manifest manifest = new Manifest();
    Attributes head = manifest.getMainAttributes();
    head.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    keys.forEach(head::putValue);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        Stream<Path> all = Files.walk(classes.resolve(below))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        out.write(Files.readAllBytes(file));
        out.closeEntry();
      }
    }
    return jar;
  }
}
