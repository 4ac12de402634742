package io.steward.plugin.filetransfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.State;
import io.steward.testkit.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Uploads from a node.
class GetTest {

  private static final int SIZE = 300_000;

  @TempDir private Path temp = Path.of("");
  private Harbour harbour;

  @BeforeEach
  void open() throws IOException {
    harbour = new Harbour(Files.createDirectory(temp.resolve("out")));
  }

  @AfterEach
  void close() {
    harbour.close();
  }

  private Path file(String name) {
    return temp.resolve("out").resolve(name);
  }

  @Test
  void storesTheFileUnderTheCommandsId() throws IOException {
    byte[] bytes = Harbour.random(SIZE);
    Files.write(file("a.bin"), bytes);
    Files.setPosixFilePermissions(file("a.bin"), PosixFilePermissions.fromString("rwxr-x---"));
    Run run = harbour.get(file("a.bin"));
    assertThat(run.state()).as(run.reason()).isEqualTo(State.Terminal.SUCCEEDED);
    assertThat(run.result())
        .containsEntry("object", "filetransfer." + run.id())
        .containsEntry("size", SIZE)
        .containsEntry("mode", "0750");
    assertThat(harbour.bytes("filetransfer." + run.id())).isEqualTo(bytes);
  }

  @Test
  void namesAMissingFile() {
    assertThat(harbour.get(file("none")).reason()).isEqualTo("there is no file " + file("none"));
  }

  @Test
  void refusesToUploadALargeFile() throws Exception {
    Files.write(file("a"), new byte[(int) Harbour.LARGEST + 1]);
    assertThat(harbour.get(file("a")).reason())
        .isEqualTo(file("a") + " is 1048577 bytes long; this node sends at most 1048576");
    assertThat(harbour.objects()).isEmpty();
  }
}
