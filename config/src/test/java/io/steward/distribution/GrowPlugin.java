package io.steward.distribution;

import io.steward.api.MethodHandler;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;

/// A plugin with one method, `grow`, whose result is a text of any length.
final class GrowPlugin {

  /// What the text repeats.
  static final String UNIT = "0123456789";

  private static final String MODULE =
      """
      module org.example.grow {
        requires io.steward.api;
        provides io.steward.api.MethodHandler with org.example.grow.Grow;
      }
      """;
  private static final String HANDLER =
      """
      package org.example.grow;
      import io.steward.api.*;
      import java.util.Map;
      public record Grow() implements CommandHandler<Grow.Arguments> {
        public record Arguments(int times) {}
        public MethodName method() { return new MethodName("grow"); }
        public Reply handle(Arguments arguments, MessageContext context) {
          return Reply.succeeded(Map.of("text", "%s".repeat(arguments.times())));
        }
      }
      """
          .formatted(UNIT);

  private GrowPlugin() {}

  /// Compiles and packs it, as its author does.
  static void pack(Path work, Path jar) throws IOException {
    Path sources = Files.createDirectories(work.resolve("grow-sources"));
    Path classes = Files.createDirectories(work.resolve("grow-classes"));
    Path module = Files.writeString(sources.resolve("module-info.java"), MODULE);
    Path handler = Files.writeString(sources.resolve("Grow.java"), HANDLER);
    URI api =
        URI.create(
            MethodHandler.class.getProtectionDomain().getCodeSource().getLocation().toString());
    int code =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "-d",
                classes.toString(),
                "-proc:none",
                "--module-path",
                Path.of(api).toString(),
                module.toString(),
                handler.toString());
    if (code != 0) {
      throw new IllegalStateException("the plugin does not compile");
    }
    Manifest manifest = new Manifest();
    Attributes head = manifest.getMainAttributes();
    head.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    head.putValue("Plugin-Id", "grow");
    head.putValue("Plugin-Version", "1.0.0");
    head.putValue("Plugin-Requires", "1.x");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        var all = Files.walk(classes)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        out.write(Files.readAllBytes(file));
        out.closeEntry();
      }
    }
  }
}
