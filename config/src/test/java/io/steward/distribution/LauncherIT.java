package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The launcher script: it finds Java, reports what is missing, and uses a cache only where no
/// other user could have written it.
class LauncherIT {

  private static final String JAVA = System.getProperty("java.home");
  private static final String VERSION =
      "steward " + System.getProperty("steward.version") + ", Java 25";

  @TempDir private Path folder = Path.of("");

  private Ended run(Map<String, String> environment, String... command) {
    return new Installation(folder, Map.of("STEWARD_AOT_CACHE", "off"))
        .withAll(environment)
        .program(List.of(command))
        .awaitEnd();
  }

  private static String launcher() {
    return Installation.HOME.resolve("steward").toString();
  }

  /// A Java home that contains only the `java` program.
  private Path java(String name) throws IOException {
    Path home = folder.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.createSymbolicLink(home.resolve("bin/java"), Path.of(JAVA, "bin/java"));
    return home;
  }

  @Test
  void printsHelpWithoutJava() throws Exception {
    for (String verb : List.of("", "run", "units")) {
      List<String> command = new ArrayList<>(List.of(launcher()));
      Stream.of(verb, "--help").filter(word -> !word.isEmpty()).forEach(command::add);
      Ended help = run(Map.of("STEWARD_JAVA_HOME", "/nowhere"), command.toArray(String[]::new));
      Path page =
          Installation.HOME.resolve("help").resolve((verb.isEmpty() ? "steward" : verb) + ".txt");
      assertThat(help.exit()).isZero();
      assertThat(help.out()).isEqualTo(Files.readString(page)).contains("Usage: steward");
    }
  }

  /// The JVM's options restrict plugins, so every verb that may load one is started with them, and
  /// so is the completion of such a verb.
  @ParameterizedTest
  @CsvSource({
    "units, client",
    "complete -- u, client",
    "complete -- units --, client",
    "node, node",
    "complete -- describe x, node",
    "complete -- try x, node"
  })
  void guardsTheJvmOfAVerbThatRunsPlugins(String words, String kind) throws Exception {
    Path home = Files.createDirectories(folder.resolve("jdk"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"25\"\n");
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho \"$@\"\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    List<String> command = new ArrayList<>(List.of(launcher()));
    command.addAll(List.of(words.split(" ")));
    Ended started =
        run(Map.of("STEWARD_JAVA_HOME", home.toString()), command.toArray(String[]::new));
    assertThat(started.out()).contains("/" + kind + ".options ");
  }

  @Test
  void aProgramOnAUnitMayHaveAnOptionCalledHelp() {
    Ended run =
        run(
            Map.of(),
            launcher(),
            "run",
            "--broker",
            "nats://127.0.0.1:1",
            "u",
            "--",
            "x",
            "--help");
    assertThat(run.exit()).isEqualTo(6);
  }

  @Test
  void namesAJavaThatIsMissingOrTooOld() throws Exception {
    Ended missing = run(Map.of("STEWARD_JAVA_HOME", "/nowhere"), launcher(), "--version");
    assertThat(missing.exit()).isEqualTo(2);
    assertThat(missing.err()).contains("STEWARD_JAVA_HOME is /nowhere");

    Path old = java("old");
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
    Ended tooOld = run(Map.of("STEWARD_JAVA_HOME", old.toString()), launcher(), "--version");
    assertThat(tooOld.exit()).isEqualTo(2);
    assertThat(tooOld.err()).contains("which has Java 17.0.15; steward needs 25 or newer");
  }

  @Test
  void asksAJavaThatHasNoReleaseFile() throws Exception {
    Path plain = java("plain");
    assertThat(run(Map.of("STEWARD_JAVA_HOME", plain.toString()), launcher(), "--version").out())
        .startsWith(VERSION);
  }

  @Test
  void isStartedByALinkByThePathOrByAShell() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("a link"), Path.of(launcher()));
    String path = Installation.HOME + ":" + System.getenv("PATH");
    for (List<String> command :
        List.of(
            List.of(link.toString()),
            List.of("sh", link.toString()),
            List.of("env", "PATH=" + path, "steward"),
            List.of(
                "sh",
                "-c",
                "cd \"$1\" && exec sh steward --version",
                "sh",
                Installation.HOME.toString()))) {
      List<String> typed = new ArrayList<>(command);
      typed.add("--version");
      assertThat(run(Map.of("CDPATH", "/"), typed.toArray(String[]::new)).out())
          .as(command.toString())
          .startsWith(VERSION);
    }
  }

  @Test
  void worksInAFolderWithABlankAndRefusesOneWithAColon() throws Exception {
    assertThat(
            run(Map.of(), Installation.copy(folder.resolve("a b")) + "/steward", "--version").out())
        .startsWith(VERSION);
    Ended refused =
        run(Map.of(), Installation.copy(folder.resolve("a:b")) + "/steward", "--version");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err())
        .contains("a:b: Java separates the entries of a module path by colons");
  }

  @ParameterizedTest
  @ValueSource(strings = {"STEWARD_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"})
  void saysWhichOptionsKeepJavaFromStarting(String variable) {
    Ended ended = run(Map.of(variable, "-XX:+UseG1GC"), launcher(), "units");
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err())
        .contains(
            "Multiple garbage collectors", variable + " is: -XX:+UseG1GC", "does not start here");
  }

  @Test
  void saysThatMemoryIsLimited() {
    Ended ended = run(Map.of(), "sh", "-c", "ulimit -v 400000; exec " + launcher() + " units");
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("ulimit -v is 400000 kB", "does not start here");
  }

  @Test
  void worksInThePosixLocale() {
    assertThat(
            run(
                    Map.of(),
                    "env",
                    "-i",
                    "PATH=/usr/bin:/bin",
                    "STEWARD_JAVA_HOME=" + JAVA,
                    launcher(),
                    "--version")
                .out())
        .startsWith(VERSION);
  }
}
