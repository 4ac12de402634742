package io.steward.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A plugin whose jar was compiled against the first API, and is kept unchanged. If the jar is
/// missing, it is compiled from its sources against the API of the last release, and kept.
final class FirstPlugin {

  private static final Path SOURCES = Installation.ROOT.resolve("config/src/test/resources/first");

  /// The API of the last release.
  static final Path API = Installation.ROOT.resolve("steward-api/last-release.jar");

  /// The kept jar.
  static final Path JAR = SOURCES.resolve("first.jar");

  private FirstPlugin() {}

  /// The jar.
  ///
  /// @param work where it is compiled if it is missing
  static Path jar(Path work) throws IOException {
    if (!Files.exists(JAR)) {
      Path classes = PluginJar.compile(work, "first", sources(), List.of(), API);
      PluginJar.pack(classes, "first", List.of(), JAR);
    }
    return JAR;
  }

  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    try (Stream<Path> all = Files.walk(SOURCES)) {
      for (Path each : all.filter(path -> path.toString().endsWith(".java")).toList()) {
        sources.put(SOURCES.relativize(each).toString(), Files.readString(each));
      }
    }
    return sources;
  }
}
