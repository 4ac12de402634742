package io.steward.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// A plugin that was compiled once, against the first API, and is kept as it was. Where its jar is
/// not, it is built from its sources against the API of the last release, to be kept from then on.
final class FirstPlugin {

  private static final Path SOURCES = Installation.ROOT.resolve("config/src/test/resources/first");

  /// What authors compiled against.
  static final Path API = Installation.ROOT.resolve("steward-api/last-release.jar");

  /// Where it is kept.
  static final Path JAR = SOURCES.resolve("first.jar");

  private FirstPlugin() {}

  /// Its jar.
  ///
  /// @param work where it is built when it is not there
  static Path jar(Path work) throws IOException {
    if (!Files.exists(JAR)) {
      Path classes = Files.createDirectories(work.resolve("first"));
      compile(classes);
      PluginJar.pack(
          classes,
          "",
          Map.of("Plugin-Id", "first", "Plugin-Version", "1.0.0", "Plugin-Requires", "1.x"),
          JAR);
    }
    return JAR;
  }

  private static void compile(Path classes) throws IOException {
    List<String> arguments;
    try (Stream<Path> sources = Files.walk(SOURCES)) {
      arguments =
          Stream.concat(
                  Stream.of(
                      "--release", "21", "-d", classes.toString(), "--module-path", API.toString()),
                  sources.map(Path::toString).filter(name -> name.endsWith(".java")))
              .toList();
    }
    int code =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(System.out, System.err, arguments.toArray(String[]::new));
    if (code != 0) {
      throw new IllegalStateException("the first plugin does not compile");
    }
  }
}
