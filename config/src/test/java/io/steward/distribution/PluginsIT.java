package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plugins of all kinds in one node.
class PluginsIT {

  private static final String HANDLER =
      """
      package org.example.NAME;
      import io.steward.api.*;
      import java.lang.foreign.*;
      import java.lang.invoke.MethodHandle;
      import java.util.Map;
      public record Handler() implements CommandHandler<Handler.Arguments> {
        public record Arguments() {}
        public MethodName method() { return new MethodName("NAME"); }
        public Reply handle(Arguments arguments, CommandContext context) throws Exception {
          return Reply.succeeded(Map.of("text", String.valueOf(VALUE)));
        }
        private static long getpid() {
          Linker linker = Linker.nativeLinker();
          MethodHandle getpid =
              linker.downcallHandle(
                  linker.defaultLookup().find("getpid").orElseThrow(),
                  FunctionDescriptor.of(ValueLayout.JAVA_INT));
          try {
            return (int) getpid.invokeExact();
          } catch (Throwable e) {
            throw new AssertionError(e);
          }
        }
      }
      """;
  private static final String MODULE =
      """
      module org.example.NAME {
        requires io.steward.api;
        REQUIRES
        provides io.steward.api.MethodHandler with org.example.NAME.Handler;
      }
      """;
  private static final String LIBRARY =
      """
      package org.example.tide;
      public class Tide { public static String table() { return "VERSION"; } }
      """;

  @TempDir private static Path folder = Path.of("");
  private static Fleet fleet;

  @BeforeAll
  static void start() throws IOException {
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    build(plugins, "older", "org.example.tide.Tide.table()", List.of(library("1", false)));
    build(plugins, "newer", "org.example.tide.Tide.table()", List.of(library("2", true)));
    build(plugins, "pid", "getpid()", List.of());
    build(plugins, "nosy", "getpid()", List.of());
    PluginJar.build(
        folder,
        "plain",
        Map.of(
            "Handler.java",
            HANDLER.replace("NAME", "plain").replace("VALUE", "\"plain\""),
            "META-INF/services/io.steward.api.MethodHandler",
            "org.example.plain.Handler"),
        plugins.resolve("plain.jar"));
    KotlinPlugin.pack(folder, plugins.resolve("greet.jar"));
    Files.writeString(plugins.resolve("broken.jar"), "not a jar");
    Path config = folder.resolve("ship.yaml");
    Files.writeString(
        config,
        """
        node: ship
        plugins: { folder: plugins, native: [pid] }
        commands:
          older.test: { from: ["*"] }
          newer.test: { from: ["*"] }
          pid.test: { from: ["*"] }
          nosy.test: { from: ["*"] }
          plain.test: { from: ["*"] }
          greet.test: { from: ["*"] }
        """);
    fleet = Fleet.start(folder, List.of(config.toString()));
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  private static Path library(String version, boolean modular) throws IOException {
    Map<String, String> sources = new HashMap<>();
    sources.put("Tide.java", LIBRARY.replace("VERSION", version));
    if (modular) {
      sources.put("module-info.java", "module org.example.tide { exports org.example.tide; }");
    }
    Path classes = PluginJar.compile(folder, "library", sources, List.of(), PluginJar.api());
    return PluginJar.pack(
        classes,
        "",
        modular ? Map.of() : Map.of("Automatic-Module-Name", "org.example.tide"),
        folder.resolve("tide-" + version + ".jar"));
  }

  private static void build(Path plugins, String name, String value, List<Path> libraries)
      throws IOException {
    String requires = libraries.isEmpty() ? "" : "requires org.example.tide;";
    PluginJar.build(
        folder,
        name,
        Map.of(
            "module-info.java",
            MODULE.replace("NAME", name).replace("REQUIRES", requires),
            "Handler.java",
            HANDLER.replace("NAME", name).replace("VALUE", value)),
        libraries,
        plugins.resolve(name + ".jar"));
  }

  private static Ended send(String method, String... arguments) {
    String[] command = new String[arguments.length + 3];
    command[0] = "send";
    command[1] = "ship.command." + method + ".test";
    System.arraycopy(arguments, 0, command, 2, arguments.length);
    command[arguments.length + 2] = "--json";
    return fleet.steward(command);
  }

  private static void answers(Ended ended, String text) {
    assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
    assertThat(ended.lines().getLast()).contains("\"result\":{\"text\":\"" + text + "\"}");
  }

  @Test
  void twoVersionsOfOneLibraryCoexist() {
    answers(send("older"), "1");
    answers(send("newer"), "2");
  }

  @Test
  void onlyPermittedPluginsCallNativeCode() {
    answers(send("pid"), Long.toString(fleet.up().pid()));
    Ended nosy = fleet.steward("send", "ship.command.nosy.test");
    assertThat(nosy.exit()).isEqualTo(1);
    assertThat(nosy.err())
        .contains(
            "the plugin nosy may not call native code; to allow it, write \"native: [nosy]\" below"
                + " \"plugins:\" in the node's configuration");
  }

  @Test
  void aJarWithoutAModuleDescriptorWorks() {
    answers(send("plain"), "plain");
  }

  @Test
  void aPluginInKotlinWorks() {
    answers(send("greet", "names=[\"ship1\",\"ship2\"]"), "hello ship1, hello ship2");
  }

  @Test
  void refusedPluginsAreListed() {
    assertThat(fleet.steward("unit", "ship").out())
        .contains("broken.jar")
        .contains("it is not a jar, or it is truncated");
  }
}
