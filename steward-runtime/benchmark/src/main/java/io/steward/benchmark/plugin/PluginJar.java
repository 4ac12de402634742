package io.steward.benchmark.plugin;

import io.steward.api.CommandHandler;
import io.steward.api.MethodHandler;
import io.steward.benchmark.echo.EchoHandler;
import io.steward.runtime.plugin.PluginFolder;
import io.steward.runtime.plugin.PluginMethod;
import io.steward.runtime.plugin.PluginPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ModuleDesc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A plugin jar with {@link EchoHandler}, as an author's build packs it.
final class PluginJar {

  /// The name of the jar.
  static final String NAME = "echo.jar";

  private static final String HANDLER = EchoHandler.class.getName();

  private PluginJar() {}

  /// Packs the jar into a folder.
  ///
  /// @return the folder, which contains nothing else
  static Path in(Path folder) throws IOException {
    Path file = Files.createDirectories(folder).resolve(NAME);
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest())) {
      put(jar, "module-info.class", descriptor());
      put(
          jar,
          "META-INF/services/" + MethodHandler.class.getName(),
          HANDLER.getBytes(StandardCharsets.UTF_8));
      put(jar, EchoHandler.class);
      put(jar, EchoHandler.Arguments.class);
    }
    return folder;
  }

  /// Loads the jar as a node does.
  static PluginFolder open(Path folder) throws IOException {
    Logger.getLogger("").setLevel(Level.WARNING); // PF4J logs each step
    return PluginFolder.open(folder, PluginPolicy.ANY);
  }

  /// Creates its handler.
  static CommandHandler<?> handler(PluginMethod method) {
    return (CommandHandler<?>) method.defaults().get();
  }

  /// Checks that a handler's class is from the jar, and not from this program.
  static void check(CommandHandler<?> handler) {
    Class<?> type = handler.getClass();
    if (!type.getName().equals(HANDLER) || type == EchoHandler.class) {
      throw new IllegalStateException(handler + " was not loaded from the jar");
    }
  }

  private static Manifest manifest() {
    Manifest manifest = new Manifest();
    Attributes keys = manifest.getMainAttributes();
    keys.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    keys.putValue("Plugin-Id", "echo");
    keys.putValue("Plugin-Version", "1.0.0");
    keys.putValue("Plugin-Requires", "1.x");
    return manifest;
  }

  private static byte[] descriptor() {
    return ClassFile.of()
        .buildModule(
            ModuleAttribute.of(
                ModuleDesc.of("echo"),
                module ->
                    module
                        .requires(ModuleDesc.of("java.base"), ClassFile.ACC_MANDATED, null)
                        .requires(ModuleDesc.of("io.steward.api"), 0, null)
                        .provides(
                            ClassDesc.of(MethodHandler.class.getName()), ClassDesc.of(HANDLER))));
  }

  private static void put(JarOutputStream jar, Class<?> type) throws IOException {
    String file = type.getName().replace('.', '/') + ".class";
    try (InputStream code =
        Objects.requireNonNull(type.getModule().getResourceAsStream(file), file)) {
      put(jar, file, code.readAllBytes());
    }
  }

  private static void put(JarOutputStream jar, String name, byte[] bytes) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    jar.write(bytes);
    jar.closeEntry();
  }
}
