package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The script that starts everything: it finds Java, says what is missing, and uses a cache only
/// where nobody else could have written it.
class LauncherIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
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

  /// A distribution of its own, made of the one that was built.
  private Path copy(String name) throws IOException {
    Path home = Files.createDirectories(folder.resolve(name));
    // times too, by which a cache knows its jars
    new Installation(folder, Map.of())
        .program(List.of("cp", "-Rp", Installation.HOME + "/.", home.toString()))
        .awaitEnd();
    return home;
  }

  /// A Java of its own that has nothing but its program.
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
    assertThat(run(Map.of(), copy("a b") + "/steward", "--version").out()).startsWith(VERSION);
    Ended refused = run(Map.of(), copy("a:b") + "/steward", "--version");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err())
        .contains("a:b: Java separates the folders of a module path by colons");
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

  /// How many of steward's classes a JVM took out of a cache.
  private long cached(Path home, Map<String, String> environment) throws IOException {
    Path classes = folder.resolve("classes");
    Ended ended =
        new Installation(folder, Map.of("STEWARD_JAVA_OPTIONS", "-Xlog:class+load:file=" + classes))
            .withAll(environment)
            .program(List.of(home.resolve("steward").toString(), "--version"))
            .awaitEnd();
    assertThat(ended.exit()).isZero();
    assertThat(ended.out()).startsWith(VERSION).hasLineCount(1);
    assertThat(ended.err()).isEmpty();
    try (Stream<String> lines = Files.lines(classes)) {
      return lines
          .filter(line -> line.contains(" io.steward.runtime.cli.Steward source:"))
          .filter(line -> line.contains("shared objects file"))
          .count();
    }
  }

  private static void truncate(Path file) throws IOException {
    try (RandomAccessFile cache = new RandomAccessFile(file.toFile(), "rw")) {
      cache.setLength(cache.length() / 2);
    }
  }

  /// Lets others write a distribution's jars, so that no cache is made there, and none elsewhere.
  private static final Map<String, String> HOMELESS = Map.of("HOME", "", "XDG_CACHE_HOME", "");

  private static void share(Path home) throws IOException {
    Files.setPosixFilePermissions(
        home.resolve("lib"), PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  @Test
  void theBuildMakesACacheThatIsUsed() throws Exception {
    assertThat(cached(Installation.HOME, Map.of())).isPositive();
    assertThat(cached(copy("moved"), Map.of())).isPositive();
    assertThat(cached(Installation.HOME, Map.of("STEWARD_AOT_CACHE", "off"))).isZero();
  }

  @Test
  void passesOverACacheOfAnotherJvmOrOfOtherJars() throws Exception {
    Path home = copy("other");
    share(home);
    Path made = home.resolve("lib/node.aot.made-for");
    String fingerprint = Files.readString(made);
    Files.writeString(made, fingerprint.replaceFirst("modules \\d+", "modules 1"));
    assertThat(cached(home, HOMELESS)).isZero();
    Files.writeString(made, fingerprint);
    assertThat(cached(home, HOMELESS)).isPositive();
    Path jar = home.resolve("lib/steward-api-" + System.getProperty("steward.version") + ".jar");
    Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
    assertThat(cached(home, HOMELESS)).isZero();
  }

  @Test
  void goesWithoutACacheWhereNobodyMayKeepOneToHimself() throws Exception {
    Path home = copy("shared");
    share(home);
    Files.delete(home.resolve("lib/node.aot"));
    assertThat(cached(home, HOMELESS)).isZero();
    Ended making =
        new Installation(folder, HOMELESS)
            .program(List.of(home.resolve("steward").toString(), "aot-cache"))
            .awaitEnd();
    assertThat(making.exit()).isEqualTo(2);
    assertThat(making.err()).contains("is for you alone to write");
    assertThat(home.resolve("lib/node.aot")).doesNotExist();
  }

  /// One that is truncated is passed over, and made anew: here, in the folder of a user who may not
  /// keep one beside the jars.
  @Test
  void makesATruncatedCacheAnewInAFolderOfTheUsersOwn() throws Exception {
    Path home = copy("truncated");
    share(home);
    truncate(home.resolve("lib/node.aot"));
    Path caches = folder.resolve("caches");
    Map<String, String> user = Map.of("XDG_CACHE_HOME", caches.toString());
    assertThat(cached(home, user)).isZero();
    await().atMost(PATIENCE).until(() -> cached(home, user) > 0);
    Path own;
    try (Stream<Path> all = Files.list(caches.resolve("steward"))) {
      own = all.findFirst().orElseThrow();
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
        .isEqualTo("rwx------");
    await().atMost(PATIENCE).until(() -> Files.notExists(own.resolve(".aot")));

    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(cached(home, user)).isZero();
  }
}
