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

/// The agent that stops a program, and how a program is run with it.
final class Jars {

  private Jars() {}

  /// The agent that stops a program at a point, from the classes of these tests.
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
}
