package io.steward.durable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  @TempDir private Path folder;

  @Test
  void hasTheNewContentsAfterAWrite() throws IOException {
    Path path = folder.resolve("small");
    new AtomicFile(path).write("old and longer".getBytes(UTF_8));
    new AtomicFile(path).write("new".getBytes(UTF_8));
    assertThat(path).hasContent("new");
    assertThat(folder.toFile().list()).containsExactly("small");
  }

  @Test
  void keepsTheOldContentsWhenAWriteFails() throws IOException {
    Path path = folder.resolve("small");
    new AtomicFile(path).write("old".getBytes(UTF_8));
    Files.createDirectory(folder.resolve("small.new"));
    assertThatThrownBy(() -> new AtomicFile(path).write("new".getBytes(UTF_8)))
        .isInstanceOf(IOException.class);
    assertThat(path).hasContent("old");
  }
}
