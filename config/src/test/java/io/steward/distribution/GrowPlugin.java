package io.steward.distribution;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// A plugin with one method, `grow`, whose result is a text of a given length.
final class GrowPlugin {

  /// The repeated part of the text.
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
        public Reply handle(Arguments arguments, CommandContext context) {
          return Reply.succeeded(Map.of("text", "%s".repeat(arguments.times())));
        }
      }
      """
          .formatted(UNIT);

  private GrowPlugin() {}

  /// Compiles and packs it, as a plugin author does.
  static void pack(Path work, Path jar) throws IOException {
    PluginJar.build(work, "grow", Map.of("module-info.java", MODULE, "Grow.java", HANDLER), jar);
  }
}
