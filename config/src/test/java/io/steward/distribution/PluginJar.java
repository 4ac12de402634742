package io.steward.distribution;

import io.steward.api.MethodHandler;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// Compiles sources and packs classes, as a plugin author's build does.
public final class PluginJar {

  private PluginJar() {}

  /// Compiles a plugin that needs nothing but the API, and packs it.
  ///
  /// @param sources by the names of their files
  public static void build(Path work, String id, Map<String, String> sources, Path jar)
      throws IOException {
    Path folder = Files.createTempDirectory(work, id);
    Path classes = Files.createDirectory(folder.resolve("classes"));
    List<String> arguments =
        new ArrayList<>(
            List.of("-proc:none", "-d", classes.toString(), "--module-path", api().toString()));
    for (var source : sources.entrySet()) {
      Path file = Files.writeString(folder.resolve(source.getKey()), source.getValue());
      arguments.add(file.toString());
    }
    int code =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(System.out, System.err, arguments.toArray(String[]::new));
    if (code != 0) {
      throw new IllegalStateException("the plugin " + id + " does not compile");
    }
    pack(
        classes,
        "",
        Map.of("Plugin-Id", id, "Plugin-Version", "1.0.0", "Plugin-Requires", "1.x"),
        jar);
  }

  private static Path api() throws IOException {
    try {
      return Path.of(
          MethodHandler.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  /// Packs everything below a package.
  public static Path pack(Path classes, String below, Map<String, String> keys, Path jar)
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
