package io.steward.plugin.filetransfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.api.State;
import io.steward.api.StoredObject;
import io.steward.testkit.Run;
import io.steward.testkit.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Only regular files in allowed folders can be read or written.
class ConfinementTest {

  @TempDir private Path temp = Path.of("");
  private Path in = Path.of("");
  private Path outside = Path.of("");
  private FileTransferBench node;

  @BeforeEach
  void open() throws IOException {
    in = Files.createDirectory(temp.resolve("in"));
    outside = Files.createDirectory(temp.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    node = new FileTransferBench(in);
  }

  @AfterEach
  void close() {
    node.close();
  }

  /// Asserts that the path can be neither read nor written.
  private void assertRefused(Path path, String reason) throws IOException {
    StoredObject object = node.object(FileTransferBench.random(10));
    for (Run run : List.of(node.get(path), node.put(object, path))) {
      assertThat(run.state()).isEqualTo(State.Terminal.FAILED);
      assertThat(run.reason()).contains(reason);
    }
    assertThat(outside.resolve("secret")).hasContent("secret");
    assertThat(outside).isDirectoryNotContaining(each -> !each.endsWith("secret"));
    assertThat(node.objects()).containsExactly(object);
  }

  @Test
  void refusesAFileElsewhere() throws IOException {
    assertRefused(outside.resolve("secret"), "is not in any of the folders that");
    assertRefused(temp.resolve("in-and-more"), "is not in any of the folders that");
    assertRefused(in, "is not in any of the folders that");
  }

  @Test
  void refusesPathTraversal() throws IOException {
    assertRefused(in.resolve("../outside/secret"), "is not an absolute path without . and ..");
    assertRefused(Path.of("secret"), "is not an absolute path without . and ..");
  }

  @Test
  void refusesALinkToAFileElsewhere() throws IOException {
    Files.createSymbolicLink(in.resolve("link"), outside.resolve("secret"));
    assertRefused(in.resolve("link"), "is a link, not a regular file");
    assertThat(in.resolve("link")).isSymbolicLink();
  }

  @Test
  void refusesALinkToAFolderElsewhere() throws IOException {
    Files.createSymbolicLink(in.resolve("link"), outside);
    assertRefused(in.resolve("link/secret"), "is a link, not a folder, or cannot be opened");
  }

  @Test
  void aFolder() throws IOException {
    Files.createDirectory(in.resolve("folder"));
    assertRefused(in.resolve("folder"), "is a folder, not a regular file");
  }

  @Test
  void aPipe() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", in.resolve("pipe").toString()).start().waitFor())
        .isZero();
    assertRefused(in.resolve("pipe"), "is a device, a pipe or a socket, not a regular file");
  }

  @Test
  void refusesAFileInAMissingFolder() throws IOException {
    assertRefused(in.resolve("none/a"), "there is no folder " + in.resolve("none"));
  }

  @Test
  void refusesEverythingByDefault() {
    try (Workbench bench = Workbench.of(new FileTransfer())) {
      assertThat(bench.start(Map.of("get", Map.of("path", "/etc/hosts"))).await().reason())
          .isEqualTo(
              "this node does not allow it; to allow it, set in the binding: with: { read: [/etc] }");
    }
  }

  @Test
  void refusesInvalidFolderSettings() {
    for (String wrong : new String[] {"var", "/var/../etc"}) {
      assertThatThrownBy(
              () -> new FileTransfer(List.of(), List.of(Path.of(wrong)), 1, Duration.ZERO))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("\"" + wrong + "\" is not an absolute folder");
    }
  }

  @Test
  void rejectsArgumentsWithoutExactlyOneOperation() {
    Run run = node.bench().send("{}");
    assertThat(run.state()).isEqualTo(State.Terminal.REJECTED);
    assertThat(run.reason()).contains("give exactly one of put, get and fetch");
  }
}
