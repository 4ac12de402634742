package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which programs need a temporary folder, and which do not.
class TemporaryFolderIT {

  @TempDir private Path folder = Path.of("");

  private Installation installation(Path temporary) {
    return new Installation(
        folder,
        Map.of(
            "TMPDIR",
            temporary.toString(),
            "STEWARD_DATA",
            folder.resolve("data").toString(),
            "STEWARD_PLUGINS",
            Installation.HOME.resolve("plugins").toString(),
            "STEWARD_JAVA_OPTIONS",
            "-Djava.io.tmpdir=" + folder.resolve("missing")));
  }

  private Running node(Path temporary) {
    Running node =
        installation(temporary)
            .start("node", Installation.config("central.yaml"), "--broker=nats://127.0.0.1:1");
    node.awaitPrinted("node (central) is up");
    return node;
  }

  private List<String> data() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("data"))) {
      return all.filter(Files::isRegularFile).map(path -> path.getFileName().toString()).toList();
    }
  }

  @Test
  void aNodeStartsWithoutATemporaryFolderAndLeavesNothingWhenKilled() throws Exception {
    Path none = folder.resolve("none");
    try (Running killed = node(none)) {
      killed.kill();
    }
    assertThat(data())
        .anyMatch(name -> name.endsWith(".jar"))
        .noneMatch(
            name -> name.startsWith("sqlite-")); // the distribution has the library as a file
    try (Running node = node(none)) {
      node.stop();
    }
    assertThat(data()).noneMatch(name -> name.endsWith(".jar"));
  }

  @Test
  void listingPluginsUsesTheTemporaryFolderOfTheEnvironment() throws Exception {
    Path named = Files.createDirectory(folder.resolve("named"));
    Ended listed = installation(named).run("plugins");
    assertThat(listed.exit()).as(listed.err()).isZero();
    assertThat(named).isEmptyDirectory();
    Ended refused = installation(Files.createFile(folder.resolve("file"))).run("plugins");
    assertThat(refused.exit()).isNotZero();
    assertThat(refused.err()).contains(folder.resolve("file").toString(), "TMPDIR");
  }
}
