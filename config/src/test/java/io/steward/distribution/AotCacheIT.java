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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Steward starts from a matching cache, and works without one. Tagged `alone` since a cache is
/// created at the lowest priority, which would starve on a busy machine.
@Tag("alone")
class AotCacheIT {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /// An environment without a home folder for caches.
  private static final Map<String, String> HOMELESS = Map.of("HOME", "", "XDG_CACHE_HOME", "");

  @TempDir private Path folder = Path.of("");

  /// Whether a program starts from a cache; its output must be the same in any case.
  private boolean usesACache(Path home, Map<String, String> environment) throws IOException {
    Path classes = folder.resolve("classes");
    Ended ended =
        new Installation(folder, Map.of("STEWARD_JAVA_OPTIONS", "-Xlog:class+load:file=" + classes))
            .withAll(environment)
            .program(List.of(home.resolve("steward").toString(), "--version"))
            .awaitEnd();
    assertThat(ended.exit()).isZero();
    assertThat(ended.out())
        .startsWith("steward " + System.getProperty("steward.version") + ", Java 25")
        .hasLineCount(1);
    assertThat(ended.err()).isEmpty();
    try (Stream<String> lines = Files.lines(classes)) {
      return lines
          .filter(line -> line.contains(" io.steward.runtime.cli.Steward source:"))
          .anyMatch(line -> line.contains("shared objects file"));
    }
  }

  private Ended makeCaches(Path home, Map<String, String> environment) {
    return new Installation(folder, environment)
        .program(List.of(home.resolve("steward").toString(), "aot-cache"))
        .awaitEnd();
  }

  private static void letOthersWrite(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  private static void truncate(Path file) throws IOException {
    try (RandomAccessFile cache = new RandomAccessFile(file.toFile(), "rw")) {
      cache.setLength(cache.length() / 2);
    }
  }

  @Test
  void usesTheCacheOfTheBuild() throws Exception {
    assertThat(usesACache(Installation.HOME, Map.of())).isTrue();
    assertThat(usesACache(Installation.HOME, Map.of("STEWARD_AOT_CACHE", "off"))).isFalse();
  }

  @Test
  void worksWithoutACacheInASharedFolder() throws Exception {
    Path home = Installation.copy(folder.resolve("shared"));
    letOthersWrite(home.resolve("lib"));
    assertThat(usesACache(home, HOMELESS)).isFalse();
    Ended making = makeCaches(home, HOMELESS);
    assertThat(making.exit()).isEqualTo(2);
    assertThat(making.err()).contains("is writable by you alone");
    assertThat(home.resolve("lib/node.aot")).doesNotExist();
  }

  @Test
  void ignoresAnInvalidCacheAndCreatesOneInTheUsersFolder() throws Exception {
    Path home = Installation.copy(folder.resolve("home"));
    assertThat(makeCaches(home, HOMELESS).exit()).isZero();
    assertThat(usesACache(home, HOMELESS)).isTrue();
    letOthersWrite(home.resolve("lib")); // from here on, no cache is created there

    Path madeFor = home.resolve("lib/node.aot.made-for");
    String fingerprint = Files.readString(madeFor);
    assertThat(fingerprint).contains("/lib/modules ");
    Files.writeString(madeFor, fingerprint.replaceFirst("/lib/modules \\d+", "/lib/modules 1"));
    assertThat(usesACache(home, HOMELESS)).as("made by another JVM").isFalse();
    Files.writeString(madeFor, fingerprint);
    assertThat(usesACache(home, HOMELESS)).isTrue();

    Path jar = home.resolve("lib/steward-api-" + System.getProperty("steward.version") + ".jar");
    FileTime made = Files.getLastModifiedTime(jar);
    Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
    assertThat(usesACache(home, HOMELESS)).as("made of other jars").isFalse();
    Files.setLastModifiedTime(jar, made);
    assertThat(usesACache(home, HOMELESS)).isTrue();

    truncate(home.resolve("lib/node.aot"));
    assertThat(usesACache(home, HOMELESS)).as("truncated").isFalse();

    Path caches = folder.resolve("caches");
    Map<String, String> user = Map.of("HOME", "", "XDG_CACHE_HOME", caches.toString());
    assertThat(usesACache(home, user)).isFalse(); // and one is being created
    await().atMost(PATIENCE).until(() -> Files.exists(own(caches).resolve("node.aot.made-for")));
    assertThat(usesACache(home, user)).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own(caches))))
        .isEqualTo("rwx------");

    letOthersWrite(own(caches));
    assertThat(usesACache(home, user)).as("others may write it").isFalse();
  }

  /// The folder of a user's caches for the only distribution.
  private static Path own(Path caches) throws IOException {
    Path all = caches.resolve("steward");
    if (!Files.exists(all)) {
      return all;
    }
    try (Stream<Path> each = Files.list(all)) {
      return each.findFirst().orElse(all);
    }
  }
}
