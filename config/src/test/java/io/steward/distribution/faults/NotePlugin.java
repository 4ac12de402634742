package io.steward.distribution.faults;

import io.steward.distribution.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A plugin whose effects can be counted: `note` for commands and `heard` for events append a line
/// `<id> <text>` to a file, and make it durable. A command may take a while, prints before and
/// after its effect, and may send further commands and events: each one that the outbox has
/// accepted must be delivered, and is recorded in a file as well. One that says so kills the node.
final class NotePlugin {

  private static final String MODULE =
      """
      module org.example.note {
        requires io.steward.api;
        provides io.steward.api.MethodHandler with org.example.note.Note, org.example.note.Heard;
      }
      """;
  private static final String FILE =
      """
      package org.example.note;
      import java.io.IOException;
      import java.nio.ByteBuffer;
      import java.nio.channels.FileChannel;
      import java.nio.charset.StandardCharsets;
      import java.nio.file.*;
      final class Lines {
        private Lines() {}
        static void append(Path file, String line) throws IOException {
          try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE,
              StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            out.write(ByteBuffer.wrap((line + "\\n").getBytes(StandardCharsets.UTF_8)));
            out.force(false);
          }
        }
      }
      """;
  private static final String DEATH =
      """
      package org.example.note;
      import java.util.*;
      final class Death {
        private Death() {}
        static void by(Optional<String> cause) {
          switch (cause.orElse("")) {
            case "halt" -> Runtime.getRuntime().halt(7);
            case "memory" -> {
              List<byte[]> all = new ArrayList<>();
              while (true) {
                all.add(new byte[1 << 20]);
              }
            }
            default -> {}
          }
        }
      }
      """;
  private static final String NOTE =
      """
      package org.example.note;
      import io.steward.api.*;
      import java.nio.charset.StandardCharsets;
      import java.nio.file.Path;
      import java.util.*;
      public record Note(Path effects, Path promises) implements CommandHandler<Note.Arguments> {
        public record Arguments(String text, Optional<Integer> millis, List<String> on,
            Optional<Integer> times, Optional<String> dies, Optional<String> diesWhenRead) {
          public Arguments {
            Death.by(diesWhenRead);
          }
        }
        public Note() { this(Path.of("effects"), Path.of("promises")); }
        public MethodName method() { return new MethodName("note"); }
        public Reply handle(Arguments arguments, CommandContext context) throws Exception {
          Death.by(arguments.dies());
          for (int i = 0; i < arguments.times().orElse(1); i++) {
            for (String on : arguments.on()) {
              Map<String, Object> more = new HashMap<>(Map.of("text", arguments.text() + "-" + i));
              String id = context.outbox().send(Message.to(Subject.parse(on), more));
              Lines.append(promises, id + " " + on);
            }
          }
          context.output().write("before\\n".getBytes(StandardCharsets.UTF_8));
          Lines.append(effects, context.id() + " " + arguments.text());
          Thread.sleep(arguments.millis().orElse(0));
          context.errors().write("after\\n".getBytes(StandardCharsets.UTF_8));
          return Reply.succeeded();
        }
      }
      """;
  private static final String HEARD =
      """
      package org.example.note;
      import io.steward.api.*;
      import java.nio.file.Path;
      import java.util.*;
      public record Heard(Path effects) implements EventHandler<Heard.Arguments> {
        public record Arguments(String text, Optional<String> dies) {}
        public Heard() { this(Path.of("effects")); }
        public MethodName method() { return new MethodName("heard"); }
        public void handle(Arguments arguments, MessageContext context) throws Exception {
          Death.by(arguments.dies());
          Lines.append(effects, context.id() + " " + arguments.text());
        }
      }
      """;

  private static byte[] packed = {};

  private NotePlugin() {}

  /// Copies it to a folder of plugins. It is compiled and packed only once.
  static synchronized void pack(Path work, Path plugins) throws IOException {
    Path jar = Files.createDirectories(plugins).resolve("note.jar");
    if (packed.length == 0) {
      PluginJar.build(
          work,
          "note",
          Map.of(
              "module-info.java",
              MODULE,
              "Lines.java",
              FILE,
              "Death.java",
              DEATH,
              "Note.java",
              NOTE,
              "Heard.java",
              HEARD),
          jar);
      packed = Files.readAllBytes(jar);
    } else {
      Files.write(jar, packed);
    }
  }
}
