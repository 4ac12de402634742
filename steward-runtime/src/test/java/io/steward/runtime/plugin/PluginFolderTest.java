package io.steward.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.CommandContext;
import io.steward.api.CommandHandler;
import io.steward.api.MethodName;
import io.steward.api.Reply;
import io.steward.runtime.databind.Binder;
import io.steward.runtime.databind.Document;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginFolderTest {

  private static final String ECHO =
      """
      package org.example.NAME;
      import io.steward.api.*;
      public record Echo(String prefix) implements CommandHandler<Echo.Arguments> {
        record Arguments(String text) {}
        public Echo() { this("PREFIX"); }
        public MethodName method() { return new MethodName("NAME"); }
        public Reply handle(Arguments arguments, CommandContext context) throws Exception {
          return Reply.succeeded(prefix + arguments.text() + BODY);
        }
      }
      """;
  private static final String MODULE =
      """
      module org.example.NAME {
        requires io.steward.api;
        REQUIRES
        provides io.steward.api.MethodHandler with org.example.NAME.Echo;
      }
      """;

  @TempDir private Path temp = Path.of("");
  private Path folder = Path.of("");

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temp.resolve("plugins"));
    Files.createDirectory(temp.resolve("staging"));
  }

  private static String echo(String name, String body) {
    return ECHO.replace("NAME", name).replace("PREFIX", name + ":").replace("BODY", body);
  }

  private static String module(String name, String requires) {
    return MODULE.replace("NAME", name).replace("REQUIRES", requires);
  }

  private JarForge good(String name, String version) {
    return JarForge.plugin(temp, name, version)
        .source("module-info.java", module(name, ""))
        .source("Echo.java", echo(name, "\"\""));
  }

  private PluginFolder open() throws IOException {
    return PluginFolder.open(
        folder, PluginPolicy.ANY, temp.resolve("staging"), Duration.ofSeconds(10));
  }

  /// Binds and runs a plugin's command, as the engine does.
  private static String run(PluginFolder plugins, String name, String text) throws Exception {
    PluginMethod method =
        plugins.find(new MethodName(name), PluginMethod.Kind.COMMAND).orElseThrow();
    Record arguments =
        Binder.bind(
            Document.json("test", ("{\"text\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8)),
            method.arguments().orElseThrow());
    @SuppressWarnings("unchecked")
    CommandHandler<Record> handler = (CommandHandler<Record>) method.defaults().get();
    CommandContext context =
        (CommandContext)
            Proxy.newProxyInstance(
                CommandContext.class.getClassLoader(),
                new Class<?>[] {CommandContext.class},
                (proxy, called, parameters) -> {
                  throw new UnsupportedOperationException(called.getName());
                });
    return ((Reply.Succeeded) handler.handle(arguments, context)).result().toString();
  }

  private Path library(String version, boolean modular) {
    JarForge forge =
        new JarForge(temp)
            .source(
                "Lib.java",
                "package org.example.lib; public class Lib { public static String version() {"
                    + " return \""
                    + version
                    + "\"; } }");
    if (modular) {
      forge.source("module-info.java", "module org.example.lib { exports org.example.lib; }");
    } else {
      forge.key("Automatic-Module-Name", "org.example.lib");
    }
    return forge.pack(temp.resolve("lib-" + version + ".jar"));
  }

  @Test
  void twoPluginsWithConflictingLibrariesAreActive() throws Exception {
    String calls = "org.example.lib.Lib.version()";
    for (String name : List.of("older", "newer")) {
      boolean modular = name.equals("newer");
      JarForge.plugin(temp, name, "1.0.0")
          .library(library(modular ? "2" : "1", modular))
          .source("module-info.java", module(name, "requires org.example.lib;"))
          .source("Echo.java", echo(name, calls))
          .pack(folder.resolve(name + ".jar"));
    }
    try (PluginFolder plugins = open()) {
      assertThat(plugins.refused()).isEmpty();
      assertThat(run(plugins, "older", "x")).isEqualTo("older:x1");
      assertThat(run(plugins, "newer", "x")).isEqualTo("newer:x2");
    }
  }

  @Test
  void aJarWithoutAModuleDescriptorIsActive() throws Exception {
    JarForge.plugin(temp, "plain", "1.0.0")
        .source("Echo.java", echo("plain", "\"\""))
        .file(
            "META-INF/services/io.steward.api.MethodHandler",
            "org.example.plain.Echo".getBytes(StandardCharsets.UTF_8))
        .pack(folder.resolve("plain.jar"));
    try (PluginFolder plugins = open()) {
      assertThat(plugins.refused()).isEmpty();
      assertThat(run(plugins, "plain", "x")).isEqualTo("plain:x");
    }
  }

  @Test
  void aPluginSeesNothingOfTheHost() throws Exception {
    String look =
        "java.util.stream.Stream.of(\"io.steward.runtime.Main\", \"io.nats.client.Nats\","
            + " \"org.sqlite.JDBC\", \"com.fasterxml.jackson.core.JsonFactory\").filter(name -> {"
            + " try { Class.forName(name); return true; } catch (Throwable e) { return false; }"
            + " }).toList()";
    JarForge.plugin(temp, "spy", "1.0.0")
        .source("module-info.java", module("spy", ""))
        .source("Echo.java", echo("spy", look))
        .pack(folder.resolve("spy.jar"));
    try (PluginFolder plugins = open()) {
      assertThat(run(plugins, "spy", "")).isEqualTo("spy:[]");
    }
  }

  @Test
  void theHighestVersionIsActive() throws Exception {
    good("echo", "1.9.0").pack(folder.resolve("a.jar"));
    good("echo", "1.10.0").pack(folder.resolve("b.jar"));
    good("echo", "1.2.0").pack(folder.resolve("c.jar"));
    try (PluginFolder plugins = open()) {
      assertThat(plugins.plugins()).extracting(LoadedPlugin::version).containsExactly("1.10.0");
      assertThat(plugins.refused()).hasSize(2);
    }
  }

  @Test
  void ofTwoPluginsWithTheSameMethodTheFirstIsActiveHoweverLongItTakes() throws Exception {
    String slow =
        """
        public Echo {
          long until = System.nanoTime() + 300_000_000;
          while (System.nanoTime() < until) {
            Thread.onSpinWait();
          }
        }
        public MethodName method() {
        """;
    JarForge.plugin(temp, "a", "1.0.0")
        .source("module-info.java", module("echo", ""))
        .source("Echo.java", echo("echo", "\"\"").replace("public MethodName method() {", slow))
        .pack(folder.resolve("z.jar"));
    JarForge.plugin(temp, "b", "1.0.0")
        .source("module-info.java", module("echo", ""))
        .source("Echo.java", echo("echo", "\"\""))
        .pack(folder.resolve("y.jar"));
    try (PluginFolder plugins = open()) {
      assertThat(plugins.plugins()).extracting(LoadedPlugin::id).containsExactly("a");
      assertThat(plugins.refused()).singleElement().extracting(RefusedJar::id).isEqualTo("b");
    }
  }

  @Test
  void aMissingFolderHasNoPlugins() throws Exception {
    try (PluginFolder plugins =
        PluginFolder.open(
            temp.resolve("nowhere"),
            PluginPolicy.ANY,
            temp.resolve("staging"),
            Duration.ofSeconds(10))) {
      assertThat(plugins.methods()).isEmpty();
    }
  }

  @Test
  void eachBadJarIsRefusedAloneWithItsReason() throws Exception {
    good("good", "1.0.0").pack(folder.resolve("good.jar"));
    Files.write(folder.resolve("a-cut.jar"), new byte[] {'P', 'K', 3, 4, 0, 0});
    good("b", "1.0.0").without("Plugin-Version").pack(folder.resolve("b-silent.jar"));
    good("c", "1.0").pack(folder.resolve("c-version.jar"));
    good("d", "1.0.0").key("Plugin-Requires", "banana").pack(folder.resolve("d-range.jar"));
    good("e", "1.0.0").key("Plugin-Requires", ">=2.0.0").pack(folder.resolve("e-api.jar"));
    good("f", "1.0.0").key("Plugin-Requires", "1.0.0").pack(folder.resolve("f-bare.jar"));
    Path gone = library("9", true);
    JarForge missing =
        JarForge.plugin(temp, "g", "1.0.0")
            .library(gone)
            .source("module-info.java", module("g", "requires org.example.lib;"))
            .source("Echo.java", echo("g", "org.example.lib.Lib.version()"));
    missing.file("lib/lib-9.jar", emptyJar()).pack(folder.resolve("g-library.jar"));
    good("h", "1.0.0")
        .file("io/steward/api/Copied.class", new byte[0])
        .pack(folder.resolve("h-shaded.jar"));
    JarForge.plugin(temp, "i", "1.0.0")
        .source("module-info.java", "module org.example.i { requires io.steward.api; }")
        .source("Some.java", "package org.example.i; class Some {}")
        .pack(folder.resolve("i-nothing.jar"));
    JarForge.plugin(temp, "j", "1.0.0")
        .source("module-info.java", module("j", ""))
        .source(
            "Echo.java",
            echo("j", "\"\"")
                .replace("this(\"j:\")", "this(boom())")
                .replace(
                    "public MethodName",
                    "static String boom() { throw new IllegalStateException(\"bang\"); } public"
                        + " MethodName"))
        .pack(folder.resolve("j-throws.jar"));
    good("k", "1.0.0").file("lib/../../evil.jar", new byte[0]).pack(folder.resolve("k-path.jar"));
    JarForge.plugin(temp, "l", "1.0.0")
        .source("module-info.java", module("l", ""))
        .source(
            "Echo.java",
            echo("l", "\"\"")
                .replace("record Echo(String prefix)", "class Echo")
                .replace(
                    "public Echo() { this(\"l:\"); }", "public Echo() {} String prefix = \"\";"))
        .pack(folder.resolve("l-class.jar"));
    good("zz", "1.0.0")
        .source(
            "Echo.java", echo("zz", "\"\"").replace("MethodName(\"zz\")", "MethodName(\"good\")"))
        .pack(folder.resolve("m-twice.jar"));
    good("zy", "1.0.0")
        .source(
            "Echo.java",
            echo("zy", "\"\"")
                .replace("String prefix)", "@io.steward.api.Matches(\"[a\") String prefix)"))
        .pack(folder.resolve("n-pattern.jar"));
    Files.writeString(folder.resolve("ignored.txt"), "not a jar");
    try (PluginFolder plugins = open()) {
      assertThat(run(plugins, "good", "x")).isEqualTo("good:x");
      assertThat(plugins.plugins()).extracting(LoadedPlugin::id).containsExactly("good");
      assertThat(
              plugins.refused().stream().map(jar -> jar.jar().getFileName() + " " + jar.reason()))
          .satisfiesExactly(
              line -> assertThat(line).startsWith("a-cut.jar it is not a jar"),
              line ->
                  assertThat(line)
                      .contains("b-silent.jar")
                      .contains("nothing in it says its version"),
              line ->
                  assertThat(line).contains("c-version.jar").contains("\"1.0\" is not a version"),
              line ->
                  assertThat(line).contains("d-range.jar").contains("\"banana\" is not a range"),
              line -> assertThat(line).contains("e-api.jar").contains("this is 1."),
              line -> assertThat(line).contains("f-bare.jar").contains("1.x"),
              line -> assertThat(line).contains("g-library.jar").contains("org.example.lib"),
              line -> assertThat(line).contains("h-shaded.jar").contains("provided"),
              line -> assertThat(line).contains("i-nothing.jar").contains("provides no method"),
              line -> assertThat(line).contains("j-throws.jar").contains("bang"),
              line -> assertThat(line).contains("k-path.jar").contains("is not a normalized path"),
              line -> assertThat(line).contains("l-class.jar").contains("is not a record"),
              line -> assertThat(line).contains("m-twice.jar").contains("plugin good already has"),
              line ->
                  assertThat(line)
                      .isEqualTo(
                          "n-pattern.jar org.example.zy.Echo.prefix: \"[a\" is not a regular"
                              + " expression: missing closing ]"));
    }
  }

  private byte[] emptyJar() throws IOException {
    Path jar = new JarForge(temp).key("Automatic-Module-Name", "other").pack(temp.resolve("e.jar"));
    return Files.readAllBytes(jar);
  }
}
