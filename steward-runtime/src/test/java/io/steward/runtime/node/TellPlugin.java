package io.steward.runtime.node;

import io.steward.runtime.plugin.JarForge;
import java.nio.file.Path;

/// A plugin with two sources: `tell`, which reports the text of a file as the fact `text`, and
/// `feed`, which sends events.
final class TellPlugin {

  private static final String MODULE =
      """
      module org.example.tell {
        requires io.steward.api;
        provides io.steward.api.Source with org.example.tell.Tell, org.example.tell.Feed;
      }
      """;
  private static final String TELL =
      """
      package org.example.tell;
      import io.steward.api.*;
      import java.nio.file.*;
      import java.util.*;
      public record Tell(Path file) implements Source {
        public Tell() { this(Path.of("nowhere")); }
        public MethodName method() { return new MethodName("tell"); }
        public boolean sends() { return false; }
        public void run(SourceContext context) throws Exception {
          while (true) {
            if (Files.exists(file)) {
              context.facts(Map.of("text", Files.readString(file)));
            }
            Thread.sleep(20);
          }
        }
      }
      """;
  private static final String FEED =
      """
      package org.example.tell;
      import io.steward.api.*;
      import java.util.Map;
      import java.util.concurrent.CountDownLatch;
      public record Feed() implements Source {
        public MethodName method() { return new MethodName("feed"); }
        public void run(SourceContext context) throws Exception {
          context.outbox().send(Message.to(context.target(), Map.of()));
          new CountDownLatch(1).await();
        }
      }
      """;

  private TellPlugin() {}

  /// Compiles and packs the plugin, as its author would.
  static void pack(Path work, Path jar) {
    JarForge.plugin(work, "tell", "1.0.0")
        .source("module-info.java", MODULE)
        .source("Tell.java", TELL)
        .source("Feed.java", FEED)
        .pack(jar);
  }
}
