package io.steward.runtime.cli.scaffold;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.MethodHandler;
import io.steward.runtime.plugin.PluginMethod.Kind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;

/// What an author starts with compiles against the API and SLF4J alone.
class ExamplesTest {

  private static final Path GUIDE = Path.of("../plugins/README.md");
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "^`\\w+/src/main/java/(\\S+\\.java)`\n\n```java\n(.*?)^```$",
          Pattern.DOTALL | Pattern.MULTILINE);
  private static final String MODULE =
      "module org.example.all { requires io.steward.api; requires org.slf4j; }";

  @TempDir private Path folder = Path.of("");

  @Test
  void theExamplesOfTheGuideCompile() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    for (MatchResult each : EXAMPLE.matcher(Files.readString(GUIDE)).results().toList()) {
      sources.put(each.group(1), each.group(2));
    }
    assertThat(sources).hasSizeGreaterThan(10);
    // about libraries: one shows SnakeYAML, one steward-durable, and one sends to the latter
    assertThat(
            sources.keySet().removeIf(name -> name.matches(".*/(Keys|Uptime|UptimeSource).java")))
        .isTrue();
    sources.put("module-info.java", MODULE);
    assertThat(compile(sources)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void theTemplatesCompile(Kind kind) throws IOException {
    Map<String, String> sources = new TreeMap<>();
    String main = "src/main/java/";
    new PluginTemplate(PluginNames.of("berth", kind, null), "1.0.0")
        .files()
        .forEach((name, text) -> {
          if (name.startsWith(main)) {
            sources.put(name.substring(main.length()), text);
          }
        });
    assertThat(sources).hasSize(3);
    assertThat(compile(sources)).isEmpty();
  }

  /// Compiles a module.
  ///
  /// @return what the compiler reports
  private String compile(Map<String, String> sources) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-proc:none",
                "-d",
                folder.resolve("classes").toString(),
                "--module-path",
                location(MethodHandler.class) + ":" + location(Logger.class)));
    for (var source : sources.entrySet()) {
      Path file = folder.resolve(source.getKey());
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      arguments.add(Files.writeString(file, source.getValue()).toString());
    }
    StringWriter report = new StringWriter();
    PrintWriter out = new PrintWriter(report);
    int code =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(out, out, arguments.toArray(String[]::new));
    return code == 0 ? "" : report.toString();
  }

  private static Path location(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }
}
