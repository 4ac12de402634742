package io.steward.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.api.CommandHandler;
import io.steward.api.MethodName;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Jars that are added, replaced and deleted while the folder is open.
class PluginLifeTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /// A plugin whose setting has its version as the default.
  private static final String VERSIONED =
      """
      package org.example.life;
      import io.steward.api.*;
      public record Life(String version) implements CommandHandler<Life.Arguments> {
        public record Arguments() {}
        public Life() { this("VERSION"); BODY }
        public MethodName method() { return new MethodName("METHOD"); }
        public Reply handle(Arguments arguments, CommandContext context) {
          return Reply.succeeded(version);
        }
      }
      """;

  private static final String MODULE =
      """
      module org.example.life {
        requires io.steward.api;
        provides io.steward.api.MethodHandler with org.example.life.Life;
      }
      """;

  private static final int REPLACEMENTS = 200;

  @TempDir private Path temp = Path.of("");
  private Path folder = Path.of("");

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temp.resolve("plugins"));
    Files.createDirectory(temp.resolve("staging"));
  }

  private PluginFolder open() throws IOException {
    return PluginFolder.open(
        folder, PluginPolicy.ANY, temp.resolve("staging"), Duration.ofSeconds(10));
  }

  private Path forge(String version, String method, String body) {
    return JarForge.plugin(temp, "life", version)
        .source("module-info.java", MODULE)
        .source(
            "Life.java",
            VERSIONED.replace("VERSION", version).replace("METHOD", method).replace("BODY", body))
        .pack(temp.resolve(version + ".jar"));
  }

  private Path forge(String version) {
    return forge(version, "life", "");
  }

  private void drop(Path jar, String name) throws IOException {
    Path part = Files.copy(jar, temp.resolve("part"), StandardCopyOption.REPLACE_EXISTING);
    Files.move(part, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private static String version(PluginFolder plugins) throws Exception {
    PluginMethod method =
        plugins.find(new MethodName("life"), PluginMethod.Kind.COMMAND).orElseThrow();
    CommandHandler<?> handler = (CommandHandler<?>) method.defaults().get();
    RecordComponent version = handler.getClass().getRecordComponents()[0];
    version.getAccessor().setAccessible(true);
    return version.getAccessor().invoke(handler).toString();
  }

  @Test
  void addedReplacedAndDeletedJarsAreFound() throws Exception {
    try (PluginFolder plugins = open()) {
      assertThat(plugins.scan()).isEmpty();
      drop(forge("1.0.0"), "life.jar");
      assertThat(plugins.scan()).containsExactly(new FolderChange.Added("life"));
      assertThat(plugins.add("life")).isTrue();
      assertThat(plugins.scan()).isEmpty();
      assertThat(version(plugins)).isEqualTo("1.0.0");
      drop(forge("1.1.0"), "life.jar");
      assertThat(plugins.scan()).containsExactly(new FolderChange.Replaced("life"));
      assertThat(plugins.replace("life")).isTrue();
      plugins.commitReplacement("life");
      assertThat(plugins.scan()).isEmpty();
      assertThat(version(plugins)).isEqualTo("1.1.0");
      Files.delete(folder.resolve("life.jar"));
      assertThat(plugins.scan()).containsExactly(new FolderChange.Removed("life"));
      plugins.unload("life");
      assertThat(plugins.scan()).isEmpty();
      assertThat(plugins.plugins()).isEmpty();
    }
    assertThat(temp.resolve("staging")).doesNotExist();
  }

  @Test
  void aHigherVersionReplacesALowerOneUntilItIsDeleted() throws Exception {
    drop(forge("1.0.0"), "a.jar");
    try (PluginFolder plugins = open()) {
      drop(forge("1.1.0"), "b.jar");
      assertThat(plugins.scan()).containsExactly(new FolderChange.Replaced("life"));
      assertThat(plugins.replace("life")).isTrue();
      plugins.commitReplacement("life");
      assertThat(version(plugins)).isEqualTo("1.1.0");
      assertThat(plugins.refused())
          .extracting(RefusedJar::reason)
          .containsExactly("b.jar has version 1.1.0 of life");
      Files.delete(folder.resolve("b.jar"));
      assertThat(plugins.scan()).containsExactly(new FolderChange.Replaced("life"));
      assertThat(plugins.replace("life")).isTrue();
      plugins.commitReplacement("life");
      assertThat(version(plugins)).isEqualTo("1.0.0");
      assertThat(plugins.refused()).isEmpty();
    }
  }

  @Test
  void theHighestUsableVersionIsActive() throws Exception {
    drop(forge("1.0.0"), "a.jar");
    drop(forge("1.1.0"), "b.jar");
    drop(forge("1.2.0", "life", "if (true) throw new IllegalStateException(\"bang\");"), "c.jar");
    try (PluginFolder plugins = open()) {
      assertThat(version(plugins)).isEqualTo("1.1.0");
      assertThat(plugins.refused())
          .extracting(jar -> jar.jar().getFileName().toString(), RefusedJar::reason)
          .satisfiesExactly(
              a ->
                  assertThat(a.toList())
                      .containsExactly("a.jar", "b.jar has version 1.1.0 of life"),
              c -> assertThat(c.toList().getLast().toString()).contains("bang"));
    }
  }

  @Test
  void theOldVersionStaysActiveIfTheNewOneCannotBeUsed() throws Exception {
    drop(forge("1.0.0"), "life.jar");
    try (PluginFolder plugins = open()) {
      drop(
          forge("1.1.0", "life", "if (true) throw new IllegalStateException(\"bang\");"),
          "life.jar");
      assertThat(plugins.scan()).containsExactly(new FolderChange.Replaced("life"));
      assertThat(plugins.replace("life")).isFalse();
      plugins.commitReplacement("life");
      assertThat(version(plugins)).isEqualTo("1.0.0");
      assertThat(plugins.refused())
          .singleElement()
          .satisfies(jar -> assertThat(jar.reason()).contains("bang"));
      Files.writeString(folder.resolve("life.jar"), "cut off");
      assertThat(plugins.scan()).isEmpty();
      assertThat(version(plugins)).isEqualTo("1.0.0");
      drop(forge("1.2.0"), "life.jar");
      assertThat(plugins.scan()).containsExactly(new FolderChange.Replaced("life"));
      assertThat(plugins.replace("life")).isTrue();
      plugins.commitReplacement("life");
      assertThat(version(plugins)).isEqualTo("1.2.0");
      assertThat(plugins.refused()).isEmpty();
    }
  }

  @Test
  void undoingAReplacementReactivatesTheOldVersion() throws Exception {
    drop(forge("1.0.0"), "life.jar");
    try (PluginFolder plugins = open()) {
      drop(forge("1.1.0"), "life.jar");
      assertThat(plugins.scan()).hasSize(1);
      assertThat(plugins.replace("life")).isTrue();
      plugins.restore("life", "it does not fit");
      plugins.commitReplacement("life");
      assertThat(version(plugins)).isEqualTo("1.0.0");
      assertThat(plugins.refused())
          .extracting(RefusedJar::reason)
          .containsExactly("it does not fit");
      assertThat(plugins.scan()).isEmpty();
    }
  }

  @Test
  void twoHundredReplacementsLeaveNothingBehind() throws Exception {
    Path one = forge("1.0.0");
    Path other = forge("1.1.0");
    drop(one, "life.jar");
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    try (PluginFolder plugins = open()) {
      for (int i = 0; i < REPLACEMENTS; i++) {
        loaders.add(new WeakReference<>(plugins.methods().getFirst().loader()));
        drop(i % 2 == 0 ? other : one, "life.jar");
        assertThat(plugins.scan()).hasSize(1);
        assertThat(plugins.replace("life")).isTrue();
        plugins.commitReplacement("life");
        assertThat(version(plugins)).isEqualTo(i % 2 == 0 ? "1.1.0" : "1.0.0");
      }
      assertThat(openFiles()).filteredOn(file -> file.contains("staging")).hasSizeLessThan(4);
      try (Stream<Path> copies = Files.walk(temp.resolve("staging"))) {
        assertThat(copies.filter(file -> file.toString().endsWith(".jar"))).hasSize(1);
      }
      await().atMost(PATIENCE).until(() -> plugins.leaks(Duration.ZERO).isEmpty());
      assertThat(loaders).allMatch(loader -> loader.refersTo(null));
    }
    assertThat(temp.resolve("staging")).doesNotExist();
  }

  @Test
  void aPluginThatLeaksIsReported() throws Exception {
    String leak =
        "Thread.ofVirtual().name(\"left behind\").start(() -> {"
            + " try { Thread.sleep(java.time.Duration.ofDays(1)); }"
            + " catch (InterruptedException e) { } });";
    String hook =
        "Runtime.getRuntime().addShutdownHook(new Thread(() -> System.nanoTime(), version));"
            + leak;
    drop(forge("1.0.0", "life", hook), "life.jar");
    try (PluginFolder plugins = open()) {
      Files.delete(folder.resolve("life.jar"));
      assertThat(plugins.scan()).hasSize(1);
      plugins.unload("life");
      assertThat(plugins.leaks(Duration.ZERO)).containsExactly("life 1.0.0");
    }
  }

  private static List<String> openFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files
          .map(file -> {
            try {
              return Files.readSymbolicLink(file).toString();
            } catch (IOException gone) {
              return "";
            }
          })
          .toList();
    }
  }
}
