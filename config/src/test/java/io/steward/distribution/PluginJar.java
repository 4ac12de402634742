package io.steward.distribution;

import io.steward.api.MethodHandler;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Compiles sources and packs jars, as a plugin author's build does.
public final class PluginJar {

  private PluginJar() {}

  /// Compiles a plugin that depends only on the API, and packs it.
  ///
  /// @param sources by file name
  public static void build(Path work, String id, Map<String, String> sources, Path jar)
      throws IOException {
    build(work, id, sources, List.of(), jar);
  }

  /// Compiles a plugin and packs it with its libraries.
  ///
  /// @param sources by file name, including resources that are not compiled
  public static void build(
      Path work, String id, Map<String, String> sources, List<Path> libraries, Path jar)
      throws IOException {
    pack(compile(work, id, sources, libraries, api()), id, libraries, jar);
  }

  /// Writes and compiles sources.
  ///
  /// @param sources by file name, including resources that are not compiled
  /// @param api against which they are compiled
  /// @return the folder of the compiled classes
  public static Path compile(
      Path work, String id, Map<String, String> sources, List<Path> libraries, Path api)
      throws IOException {
    Path folder = Files.createTempDirectory(work, id);
    Path classes = Files.createDirectory(folder.resolve("classes"));
    List<String> files = new ArrayList<>();
    for (var source : sources.entrySet()) {
      boolean compiled = source.getKey().endsWith(".java");
      Path file = (compiled ? folder : classes).resolve(source.getKey());
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(file, source.getValue());
      if (compiled) {
        files.add(file.toString());
      }
    }
    List<Path> path = new ArrayList<>(libraries);
    path.add(api);
    compile(classes, sources.containsKey("module-info.java"), path, files);
    return classes;
  }

  /// Compiles sources.
  ///
  /// @param modular whether dependencies are on the module path
  /// @param path the dependencies
  static void compile(Path classes, boolean modular, List<Path> path, List<String> files) {
    List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", classes.toString()));
    arguments.add(modular ? "--module-path" : "--class-path");
    arguments.add(path.stream().map(Path::toString).collect(Collectors.joining(":")));
    arguments.addAll(files);
    int code =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(System.out, System.err, arguments.toArray(String[]::new));
    if (code != 0) {
      throw new IllegalStateException(files + " do not compile");
    }
  }

  /// Packs classes as a plugin, with its libraries.
  static void pack(Path classes, String id, List<Path> libraries, Path jar) throws IOException {
    for (Path library : libraries) {
      Files.copy(
          library, Files.createDirectories(classes.resolve("lib")).resolve(library.getFileName()));
    }
    pack(
        classes,
        "",
        Map.of("Plugin-Id", id, "Plugin-Version", "1.0.0", "Plugin-Requires", "1.x"),
        jar);
  }

  /// The API against which plugins are compiled.
  public static Path api() throws IOException {
    try {
      return Path.of(
          MethodHandler.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  /// Packs everything below a package into a jar.
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
