package io.steward.distribution.faults;

import io.steward.distribution.PluginJar;
import io.steward.distribution.faults.stop.Point;
import io.steward.distribution.faults.stop.StopAgent;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Packs the Java agent that kills a program, and builds the options to run a program with it.
final class Jars {

  private Jars() {}

  /// Packs the Java agent from the classes of these tests.
  static Path agent(Path folder) throws IOException {
    try {
      URI classes = StopAgent.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return PluginJar.pack(
          Path.of(classes),
          StopAgent.class.getPackageName().replace('.', '/'),
          Map.of("Premain-Class", StopAgent.class.getName()),
          folder.resolve("stop.jar"));
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  /// The JVM options for a program that is to die.
  ///
  /// @param marker the file that proves that it died at the point
  static String dying(Path agent, Point point, Path marker) {
    return "--enable-native-access=ALL-UNNAMED -javaagent:" + agent + "=" + marker + "=" + point;
  }

  /// Whether a program died at the intended point.
  static boolean isProven(Path marker, Point point) throws IOException {
    return Files.exists(marker) && Files.readString(marker).equals(point.toString());
  }
}
