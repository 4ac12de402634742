package io.steward.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.api.MethodName;
import io.steward.api.Source;
import io.steward.api.SourceContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a folder's plugins provide is known without running their code.
class InspectedPluginsTest {

  private static final String RAN = "steward.test.ran";

  /// Every way in which reading a class could run code of it: constructors, static initialisers,
  /// and those of enums that annotations and records name.
  private static final Map<String, String> SOURCES =
      Map.of(
          "module-info.java",
          """
          module org.example.eager {
            requires io.steward.api;
            provides io.steward.api.MethodHandler with
                org.example.eager.Eager, org.example.eager.Named;
            provides io.steward.api.Source with org.example.eager.Ticks;
          }
          """,
          "Ran.java",
          """
          package org.example.eager;
          class Ran {
            static boolean now() { System.setProperty("steward.test.ran", "yes"); return true; }
          }
          """,
          "Colour.java",
          "package org.example.eager; public enum Colour { RED; static boolean ran = Ran.now(); }",
          "Mark.java",
          """
          package org.example.eager;
          import java.lang.annotation.*;
          @Retention(RetentionPolicy.RUNTIME)
          public @interface Mark { Colour value() default Colour.RED; }
          """,
          "Eager.java",
          """
          package org.example.eager;
          import io.steward.api.*;
          @Mark
          @Description("Runs at once.")
          public record Eager(@Mark Colour colour) implements CommandHandler<Eager.Arguments> {
            static final MethodName METHOD = new MethodName("eager");
            static final boolean RAN = Ran.now();
            public record Arguments(Colour colour) {}
            public Eager() { this(Colour.RED); Ran.now(); }
            public MethodName method() { return METHOD; }
            public Reply handle(Arguments arguments, CommandContext context) { return null; }
          }
          """,
          "Named.java",
          """
          package org.example.eager;
          import io.steward.api.*;
          public record Named() implements EventHandler<Named.Arguments> {
            private static final String NAME = "named";
            public record Arguments() {}
            public Named { Ran.now(); }
            public MethodName method() { return new MethodName(NAME); }
            public void handle(Arguments arguments, MessageContext context) {}
          }
          """,
          "Ticks.java",
          """
          package org.example.eager;
          import io.steward.api.*;
          public record Ticks() implements Source {
            public Ticks { Ran.now(); }
            public MethodName method() { return Eager.METHOD; }
            public void run(SourceContext context) {}
          }
          """);

  @TempDir private Path temp = Path.of("");
  private Path folder = Path.of("");

  @BeforeEach
  void packPlugin() throws IOException {
    System.clearProperty(RAN);
    folder = Files.createDirectory(temp.resolve("plugins"));
    JarForge forge = JarForge.plugin(temp, "eager", "1.0.0");
    SOURCES.forEach(forge::source);
    forge.pack(folder.resolve("eager.jar"));
  }

  private static List<String> names(PluginFolder plugins) {
    return plugins.methods().stream()
        .map(method -> method.name() + " " + method.kind() + " " + method.plugin())
        .toList();
  }

  @Test
  void inspectingRunsNoCode() throws IOException {
    try (PluginFolder plugins = PluginFolder.inspect(folder, PluginPolicy.ANY)) {
      assertThat(plugins.refused()).isEmpty();
      assertThat(names(plugins))
          .containsExactly("eager command eager", "named event eager", "eager source eager");
      assertThat(plugins.methods().getFirst().description()).contains("Runs at once.");
      assertThat(plugins.methods().get(1).description()).isEqualTo(Optional.empty());
      assertThat(System.getProperty(RAN)).isNull();
      PluginFolder.check(plugins.methods().getFirst());
      assertThat(System.getProperty(RAN)).isEqualTo("yes");
    }
  }

  /// A source whose name only running it would show.
  record Moody(String mood) implements Source {

    @Override
    public MethodName method() {
      return new MethodName(mood);
    }

    @Override
    public void run(SourceContext context) {}
  }

  /// A source with a constant name.
  record Steady() implements Source {

    @Override
    public MethodName method() {
      return new MethodName("steady");
    }

    @Override
    public void run(SourceContext context) {}
  }

  @Test
  void aNameIsReadOnlyIfItIsAConstant() {
    assertThat(PluginMethod.declaredName(Steady.class)).isEqualTo(new MethodName("steady"));
    assertThatThrownBy(() -> PluginMethod.declaredName(Moody.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            Moody.class.getName()
                + ".method() does not return a constant, which is read without running it: write"
                + " return new MethodName(\"...\")");
  }

  @Test
  void openingCreatesEachMethodOnce() throws IOException {
    try (PluginFolder plugins =
        PluginFolder.open(folder, PluginPolicy.ANY, temp.resolve("staging"))) {
      assertThat(names(plugins)).hasSize(3);
      assertThat(System.getProperty(RAN)).isEqualTo("yes");
    }
  }

  @Test
  void openingRunsNoCodeThatThePolicyRefuses() throws IOException {
    PluginPolicy policy = PluginPolicy.of(new TrustPolicy.Pinned(Map.of()), Set.of());
    try (PluginFolder plugins = PluginFolder.open(folder, policy, temp.resolve("staging"))) {
      assertThat(plugins.refused()).hasSize(1);
      assertThat(System.getProperty(RAN)).isNull();
    }
  }

  @Test
  void checkingNamesThePluginThatCannotBeUsed() throws IOException {
    JarForge forge = JarForge.plugin(temp, "eager", "1.1.0");
    SOURCES.forEach(forge::source);
    forge
        .source("Ran.java", "package org.example.eager; class Ran { static native boolean now(); }")
        .pack(folder.resolve("eager.jar"));
    try (PluginFolder plugins = PluginFolder.inspect(folder, PluginPolicy.ANY)) {
      PluginMethod method = plugins.methods().get(1);
      assertThatThrownBy(() -> PluginFolder.check(method))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("plugin eager cannot be used: ")
          .hasMessageContaining("org.example.eager.Ran.now()");
    }
  }
}
