package io.steward.plugin.syslogforwarding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppendOnceTest {

  @TempDir private Path folder;
  private Path file;
  private Path intent;

  @BeforeEach
  void choose() {
    file = folder.resolve("log").resolve("nginx").resolve("ship1.log");
    intent = file.resolveSibling(".ship1.log.batch");
  }

  private void append(String id, String text) throws IOException {
    new AppendOnce(file).append(id, text.getBytes(UTF_8));
  }

  @Test
  void makesTheFileAndItsFolders() throws IOException {
    append("1", "a\n");
    assertThat(file).hasContent("a\n");
  }

  @Test
  void appends() throws IOException {
    append("1", "a\n");
    append("2", "b\n");
    append("3", "");
    append("4", "c\n");
    assertThat(file).hasContent("a\nb\nc\n");
  }

  @Test
  void keepsWhatWasThereBefore() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "old\n");
    append("1", "a\n");
    assertThat(file).hasContent("old\na\n");
  }

  @Test
  void writesABatchThatComesAgainOnce() throws IOException {
    append("1", "a\n");
    append("2", "b\nc\n");
    append("2", "b\nc\n");
    append("2", "b\nc\n");
    assertThat(file).hasContent("a\nb\nc\n");
  }

  /// A crash leaves what was written up to then: any part of the batch, or none.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void completesABatchThatACrashCutOff(int written) throws IOException {
    append("1", "a\n");
    append("2", "b\nc\n");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(whole, 2 + written));
    append("2", "b\nc\n");
    assertThat(file).hasContent("a\nb\nc\n");
  }

  @Test
  void appendsAfterACrashBeforeTheIntentIsInPlace() throws IOException {
    append("1", "a\n");
    Files.writeString(file.resolveSibling(".ship1.log.batch.new"), "2 99999999");
    append("2", "b\n");
    assertThat(file).hasContent("a\nb\n");
  }

  @Test
  void beginsANewFileWhenTheOldOneWasRotatedAway() throws IOException {
    append("1", "a\n");
    Path rotated = file.resolveSibling("ship1.log.1");
    Files.move(file, rotated);
    append("2", "b\n");
    assertThat(rotated).hasContent("a\n");
    assertThat(file).hasContent("b\n");
  }

  @Test
  void writesAgainAfterARotationRatherThanLose() throws IOException {
    append("1", "a\n");
    append("2", "b\n");
    Files.move(file, file.resolveSibling("ship1.log.1"));
    append("2", "b\n");
    assertThat(file).hasContent("b\n");
  }

  @Test
  void cutsNothingFromAFileThatTookTheNameAndGrew() throws IOException {
    append("1", "a\n");
    append("2", "b\n");
    Path rotated = file.resolveSibling("ship1.log.1");
    Files.move(file, rotated);
    Files.writeString(file, "lines of others, more than there were\n");
    append("2", "b\n");
    assertThat(rotated).hasContent("a\nb\n");
    assertThat(file).hasContent("lines of others, more than there were\nb\n");
  }

  @Test
  void leavesNoHoleInAFileThatWasEmptied() throws IOException {
    append("1", "a\n");
    append("2", "b\n");
    Files.write(file, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
    append("2", "b\n");
    assertThat(file).hasContent("b\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "2", "2 -5 KEY", "2 x KEY", "2 99999999999999999999 KEY", "2 0", "\0\0\0\0"})
  void appendsAtTheEndWhenTheIntentIsCorrupt(String corrupt) throws IOException {
    append("1", "a\n");
    String key = Files.readString(intent).strip().split(" ", -1)[2];
    Files.writeString(intent, corrupt.replace("KEY", key));
    append("2", "b\n");
    append("2", "b\n");
    assertThat(file).hasContent("a\nb\n");
  }

  @Test
  void appendsAtTheEndWhenTheIntentIsNoText() throws IOException {
    append("1", "a\n");
    Files.write(intent, new byte[] {(byte) 0xff, (byte) 0xc0, 0, (byte) 0x80});
    append("2", "b\n");
    assertThat(file).hasContent("a\nb\n");
  }

  @Test
  void refusesWhatItCannotWrite() throws IOException {
    Files.createDirectories(file); // a folder has the file's name
    assertThatThrownBy(() -> append("1", "a\n")).isInstanceOf(IOException.class);
  }
}
