package io.steward.runtime.node;

import io.steward.runtime.plugin.JarForge;
import java.nio.file.Path;

/// A plugin with one method, `ask`, which records the text it receives and answers with it, or
/// forwards it once or several times and returns the id of the last message. It can also answer
/// with a multiple of the text.
final class AskPlugin {

  private static final String MODULE =
      """
      module org.example.ask {
        requires io.steward.api;
        provides io.steward.api.MethodHandler with org.example.ask.Ask;
      }
      """;
  private static final String HANDLER =
      """
      package org.example.ask;
      import io.steward.api.*;
      import java.nio.file.*;
      import java.util.*;
      public record Ask() implements CommandHandler<Ask.Arguments> {
        public record Arguments(
            String text,
            Optional<String> on,
            Optional<Integer> times,
            Optional<Integer> grow,
            Optional<Path> after) {}
        public MethodName method() { return new MethodName("ask"); }
        public Reply handle(Arguments arguments, CommandContext context) throws Exception {
          if (arguments.on().isEmpty() && arguments.grow().isPresent()) {
            return Reply.succeeded(
                Map.of("text", arguments.text().repeat(arguments.grow().get())));
          }
          if (arguments.on().isEmpty()) {
            Files.writeString(context.data().resolve("asked"), arguments.text() + "\\n",
                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return Reply.succeeded(Map.of("text", arguments.text() + " from " + context.from()));
          }
          while (arguments.after().isPresent() && !Files.exists(arguments.after().get())) {
            Thread.sleep(20);
          }
          Subject to = Subject.parse(arguments.on().get());
          for (int i = 1; i < arguments.times().orElse(1); i++) {
            context.outbox().send(Message.to(to, Map.of("text", arguments.text() + i)));
          }
          Map<String, Object> last = new HashMap<>(Map.of("text", arguments.text()));
          arguments.grow().ifPresent(grow -> last.put("grow", grow));
          String id = context.outbox().send(Message.to(to, last));
          return Reply.succeeded(Map.of("id", id));
        }
      }
      """;

  private AskPlugin() {}

  /// Compiles and packs the plugin, as its author would.
  static void pack(Path work, Path jar) {
    JarForge.plugin(work, "ask", "1.0.0")
        .source("module-info.java", MODULE)
        .source("Ask.java", HANDLER)
        .pack(jar);
  }
}
