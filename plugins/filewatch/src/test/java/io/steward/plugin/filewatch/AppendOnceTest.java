package io.steward.plugin.filewatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppendOnceTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void choose() {
    file = folder.resolve("log").resolve("all.log");
  }

  private void append(String sender, String id, String text) throws IOException {
    new AppendOnce(file).append(sender, id, text.getBytes(UTF_8));
  }

  /// A crash leaves what was written up to then: any part of the batch, or none.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void completesABatchThatACrashCutOff(int written) throws IOException {
    append("x", "x:1", "a\n");
    append("x", "x:2", "b\nc\n");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 2 + written));
    append("x", "x:2", "b\nc\n");
    assertThat(file).hasContent("a\nb\nc\n");
  }

  @Test
  void knowsTheLastBatchOfEachSender() throws IOException {
    append("x", "x:1", "a\n");
    append("y", "y:1", "b\n");
    append("z", "z:1", "c\n");
    append("x", "x:1", "a\n");
    append("y", "y:1", "b\n");
    append("z", "z:1", "c\n");
    assertThat(file).hasContent("a\nb\nc\n");
  }

  @Test
  void anotherSendersBatchTakesThePlaceOfATornOneWhichComesAgain() throws IOException {
    append("x", "x:1", "a\n");
    append("y", "y:1", "bcd\n");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 4));
    append("x", "x:2", "e\n");
    append("y", "y:1", "bcd\n");
    assertThat(file).hasContent("a\ne\nbcd\n");
  }

  @Test
  void cutsNothingFromAFileThatTookTheName() throws IOException {
    append("x", "x:1", "a\n");
    append("x", "x:2", "b\n");
    Files.move(file, file.resolveSibling("all.log.1"));
    Files.writeString(file, "lines of others, more than there were\n");
    append("x", "x:2", "b\n");
    assertThat(file).hasContent("lines of others, more than there were\nb\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "x x:2 key -5 1 1", "x x:2 key a b c", "\0\0\0\0"})
  void appendsAtTheEndWhenWhatStandsBesideIsCorrupt(String corrupt) throws IOException {
    append("x", "x:1", "a\n");
    Files.writeString(file.resolveSibling(".all.log.batch"), corrupt);
    append("x", "x:2", "b\n");
    append("x", "x:2", "b\n");
    assertThat(file).hasContent("a\nb\n");
  }
}
