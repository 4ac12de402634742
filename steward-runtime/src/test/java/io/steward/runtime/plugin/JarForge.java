package io.steward.runtime.plugin;

import io.steward.api.MethodHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// Compiles sources and packs them, as a plugin author's build does.
public final class JarForge {

  private final Path work;
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, String> manifest = new LinkedHashMap<>();
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final List<Path> modulePath = new ArrayList<>();
  private final List<String> compilerOptions = new ArrayList<>();

  JarForge(Path work) {
    this.work = work;
  }

  /// A plugin's jar with a valid manifest.
  public static JarForge plugin(Path work, String id, String version) {
    return new JarForge(work)
        .key("Plugin-Id", id)
        .key("Plugin-Version", version)
        .key("Plugin-Requires", "1.x");
  }

  /// Adds a source file.
  public JarForge source(String name, String text) {
    sources.put(name, text);
    return this;
  }

  JarForge key(String name, String value) {
    manifest.put(name, value);
    return this;
  }

  JarForge without(String name) {
    manifest.remove(name);
    return this;
  }

  JarForge compilerOptions(String... options) {
    compilerOptions.addAll(List.of(options));
    return this;
  }

  /// Adds the coordinates that Maven writes into a jar.
  JarForge coordinates(String group, String artifact, String version) {
    return file(
        "META-INF/maven/" + group + "/" + artifact + "/pom.properties",
        ("artifactId=" + artifact + "\ngroupId=" + group + "\nversion=" + version + "\n")
            .getBytes(StandardCharsets.UTF_8));
  }

  JarForge file(String name, byte[] bytes) {
    files.put(name, bytes);
    return this;
  }

  /// Adds a library to lib/, which the sources may use.
  JarForge library(Path jar) {
    try {
      files.put("lib/" + jar.getFileName(), Files.readAllBytes(jar));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    modulePath.add(jar);
    return this;
  }

  /// Compiles the sources and packs the jar.
  public Path pack(Path jar) {
    try {
      Path folder = Files.createTempDirectory(work, "forge");
      compile(folder);
      Manifest head = new Manifest();
      head.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
      manifest.forEach((name, value) -> head.getMainAttributes().putValue(name, value));
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), head);
          Stream<Path> all = Files.walk(folder.resolve("classes"))) {
        for (Path file : all.filter(Files::isRegularFile).toList()) {
          add(out, folder.resolve("classes").relativize(file).toString(), Files.readAllBytes(file));
        }
        for (var file : files.entrySet()) {
          add(out, file.getKey(), file.getValue());
        }
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(JarOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(bytes);
    out.closeEntry();
  }

  private void compile(Path folder) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    if (sources.isEmpty()) {
      return;
    }
    List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), "-proc:none"));
    arguments.addAll(compilerOptions);
    String api =
        Path.of(
                URI.create(
                    MethodHandler.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString()))
            .toString();
    List<String> path = new ArrayList<>(List.of(api));
    modulePath.forEach(jar -> path.add(jar.toString()));
    boolean modular = sources.containsKey("module-info.java");
    arguments.add(modular ? "--module-path" : "--class-path");
    arguments.add(String.join(":", path));
    for (var source : sources.entrySet()) {
      Path file = folder.resolve("src").resolve(source.getKey());
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(file, source.getValue(), StandardCharsets.UTF_8);
      arguments.add(file.toString());
    }
    int code =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(System.out, System.err, arguments.toArray(String[]::new));
    if (code != 0) {
      throw new IllegalStateException("the fixture does not compile");
    }
  }
}
