package io.steward.runtime.agent;

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

/// A plugin with one method, `ask`, which notes and answers what it is asked, or sends the question
/// on, once or several times, and returns the id under which it did last. It can also answer with
/// the question as many times as it is told to.
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
        public Reply handle(Arguments arguments, MessageContext context) throws Exception {
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

  /// Compiles and packs it, as its author does.
  static void pack(Path work, Path jar) throws IOException {
    Path sources = Files.createDirectories(work.resolve("ask-sources"));
    Path classes = Files.createDirectories(work.resolve("ask-classes"));
    Path module = Files.writeString(sources.resolve("module-info.java"), MODULE);
    Path handler = Files.writeString(sources.resolve("Ask.java"), HANDLER);
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
    head.putValue("Plugin-Id", "ask");
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
