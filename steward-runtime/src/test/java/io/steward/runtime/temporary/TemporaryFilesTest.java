package io.steward.runtime.temporary;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFilesTest {

  @TempDir private Path temp = Path.of("");

  @Test
  void usesTmpdir() {
    assertThat(TemporaryFiles.root(Map.of("TMPDIR", "/var/room"), "/tmp"))
        .isEqualTo(Path.of("/var/room"));
  }

  @Test
  void usesJavasFolderWithoutTmpdir() {
    assertThat(TemporaryFiles.root(Map.of(), "/tmp")).isEqualTo(Path.of("/tmp"));
    assertThat(TemporaryFiles.root(Map.of("TMPDIR", ""), "/tmp")).isEqualTo(Path.of("/tmp"));
  }

  @Test
  void deletesAFolderWithoutFollowingLinks() throws Exception {
    Path outside = Files.writeString(Files.createDirectory(temp.resolve("o")).resolve("f"), "x");
    Path folder = Files.createDirectories(temp.resolve("folder/deep"));
    Files.writeString(folder.resolve("file"), "x");
    Files.createSymbolicLink(folder.resolve("link"), outside.getParent());
    TemporaryFiles.delete(temp.resolve("folder"));
    assertThat(temp.resolve("folder")).doesNotExist();
    assertThat(outside).exists();
  }

  @Test
  void ignoresAMissingFolder() {
    Path gone = temp.resolve("gone");
    TemporaryFiles.delete(gone);
    assertThat(gone).doesNotExist();
  }
}
