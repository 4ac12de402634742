package io.steward.runtime.cli.scaffold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.runtime.plugin.PluginMethod.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The output of `new-plugin`.
class PluginTemplateTest {

  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<artifactId>([\\w-]+)</artifactId>\\s*<version>([^<]+)</version>", Pattern.DOTALL);
  private static final Pattern PROPERTY = Pattern.compile("<([\\w.-]+)\\.version>([^<]+)</");

  @TempDir private Path folder = Path.of("");

  private static Map<String, String> files(String name, Kind kind) {
    return new PluginTemplate(PluginNames.of(name, kind, null), "7.6.5").files();
  }

  /// Versions by artifact, with properties resolved.
  private static Map<String, String> pins(String pom) {
    Map<String, String> properties = new TreeMap<>();
    PROPERTY
        .matcher(pom)
        .results()
        .forEach(each -> properties.put("${" + each.group(1) + ".version}", each.group(2)));
    Map<String, String> pins = new TreeMap<>();
    DEPENDENCY
        .matcher(pom)
        .results()
        .forEach(
            each -> pins.put(each.group(1), properties.getOrDefault(each.group(2), each.group(2))));
    return pins;
  }

  private static String pom(String folder) throws IOException {
    return Files.readString(Path.of("..", folder, "pom.xml"));
  }

  @Test
  void theParentPinsThePluginsThatStewardIsBuiltWith() throws IOException {
    Map<String, String> ours = pins(pom(""));
    Map<String, String> theirs = pins(pom("steward-api/parent"));
    theirs.keySet().removeIf(artifact -> artifact.startsWith("steward-"));
    assertThat(theirs).hasSizeGreaterThanOrEqualTo(9);
    assertThat(ours).containsAllEntriesOf(theirs);
  }

  @Test
  void theParentAndTheBomHaveTheVersionOfSteward() throws IOException {
    String version = Objects.requireNonNull(pins(pom("")).get("steward"));
    assertThat(pins(pom("steward-api/bom"))).containsEntry("steward-bom", version);
    assertThat(pins(pom("steward-api/parent")))
        .containsEntry("steward-plugin-parent", version)
        .containsEntry("steward-bom", version);
  }

  @Test
  void thePomIsShortAndPinsOnlyItsParent() {
    String pom = Objects.requireNonNull(files("berth", Kind.COMMAND).get("pom.xml"));
    assertThat(pom.lines()).hasSizeLessThan(50);
    assertThat(pins(pom))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("steward-plugin-parent", "7.6.5", "berth", "1.0.0-SNAPSHOT"));
  }

  @ParameterizedTest
  @EnumSource
  void replacesEveryPlaceholder(Kind kind) {
    assertThat(files("berth", kind))
        .hasSize(9)
        .allSatisfy(
            (name, text) -> assertThat(name + text).doesNotContain("{{", "}}").isNotBlank());
  }

  @Test
  void derivesNamesFromTheMethod() {
    assertThat(files("free-space_now", Kind.SOURCE))
        .containsKeys(
            "src/main/java/org/example/freespacenow/FreeSpaceNowSource.java",
            "src/test/java/org/example/freespacenow/FreeSpaceNowSourceTest.java");
    assertThat(PluginNames.of("7zip", Kind.COMMAND, "com.acme.zip").type())
        .isEqualTo("Method7zipHandler");
    assertThat(PluginNames.of("berth", Kind.EVENT, "com.acme.port").group()).isEqualTo("com.acme");
    assertThat(PluginNames.of("berth", Kind.EVENT, "port").group()).isEqualTo("port");
  }

  @Test
  void rejectsAnInvalidMethodName() {
    assertThatThrownBy(() -> PluginNames.of("free space!", Kind.COMMAND, null))
        .hasMessageStartingWith("\"free space!\" is not a method name: letters, digits")
        .hasMessageEndingWith("; did you mean \"free-space\"?");
    assertThatThrownBy(() -> PluginNames.of("...", Kind.COMMAND, null))
        .hasMessageEndingWith("the first a letter or digit");
  }

  @Test
  void rejectsAnInvalidPackageName() {
    assertThatThrownBy(() -> PluginNames.of("switch", Kind.COMMAND, null))
        .hasMessage(
            "\"org.example.switch\" is not a Java package: \"switch\" is not a Java name; name one"
                + " with --package");
    assertThatThrownBy(() -> PluginNames.of("berth", Kind.COMMAND, "com..acme"))
        .hasMessage("\"com..acme\" is not a Java package: \"\" is not a Java name");
  }

  @Test
  void rejectsARecordNameThatClashesWithAnImport() {
    assertThatThrownBy(() -> files("command", Kind.COMMAND))
        .hasMessage(
            "the method command would become a record CommandHandler, a name that the API uses;"
                + " choose another name");
    assertThat(files("command", Kind.EVENT)).isNotEmpty();
  }

  @Test
  void writesOnlyToAnEmptyFolder() throws IOException {
    Files.writeString(folder.resolve("mine"), "kept");
    assertThatThrownBy(() -> AtomicFolder.write(folder, Map.of("a", "b")))
        .hasMessage(folder + " is not an empty folder; nothing was written");
    assertThat(folder).isDirectoryNotContaining("glob:**/a");
    AtomicFolder.write(folder.resolve("new/er"), Map.of("below/a", "b"));
    assertThat(folder.resolve("new/er/below/a")).hasContent("b");
  }

  @Test
  void rollsBackAFailedWrite() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Map<String, String> impossible = new TreeMap<>(Map.of("a", "file", "a/b", "below a file"));
    assertThatThrownBy(() -> AtomicFolder.write(empty, impossible))
        .hasMessageStartingWith("cannot write " + empty)
        .hasMessageEndingWith("; nothing was written");
    assertThat(empty).isEmptyDirectory();
    assertThatThrownBy(() -> AtomicFolder.write(folder.resolve("none"), impossible))
        .hasMessageEndingWith("; nothing was written");
    assertThat(folder.resolve("none")).doesNotExist();
  }
}
