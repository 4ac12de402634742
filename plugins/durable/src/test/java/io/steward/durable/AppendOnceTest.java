package io.steward.durable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
  void anotherSendersBatchReplacesATornOneUntilItIsRedelivered() throws IOException {
    append("x", "x:1", "a\n");
    append("y", "y:1", "bcd\n");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 4));
    append("x", "x:2", "e\n");
    append("y", "y:1", "bcd\n");
    assertThat(file).hasContent("a\ne\nbcd\n");
  }

  @Test
  void doesNotTruncateAnotherFileWithTheName() throws IOException {
    append("x", "x:1", "a\n");
    append("x", "x:2", "b\n");
    Files.move(file, file.resolveSibling("all.log.1"));
    Files.writeString(file, "lines of others, more than there were\n");
    append("x", "x:2", "b\n");
    assertThat(file).hasContent("lines of others, more than there were\nb\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "x x:2 key -5 1 1", "x x:2 key a b c", "\0\0\0\0"})
  void appendsAtTheEndWhenTheIntentIsCorrupt(String corrupt) throws IOException {
    append("x", "x:1", "a\n");
    Files.writeString(file.resolveSibling(".all.log.batch"), corrupt);
    append("x", "x:2", "b\n");
    append("x", "x:2", "b\n");
    assertThat(file).hasContent("a\nb\n");
  }

  @Test
  void createsTheFileAndItsFolders() throws IOException {
    append("x", "x:1", "a\n");
    assertThat(file).hasContent("a\n");
  }

  @Test
  void keepsEarlierContents() throws IOException {
    Files.createDirectories(folder.resolve("log"));
    Files.writeString(file, "old\n");
    append("x", "x:1", "a\n");
    append("x", "x:2", "");
    append("x", "x:3", "b\n");
    assertThat(file).hasContent("old\na\nb\n");
  }

  @Test
  void writesARedeliveredBatchOnce() throws IOException {
    append("x", "x:1", "a\n");
    append("x", "x:2", "b\nc\n");
    append("x", "x:2", "b\nc\n");
    append("x", "x:2", "b\nc\n");
    assertThat(file).hasContent("a\nb\nc\n");
  }

  @Test
  void appendsAfterACrashBeforeTheIntentIsInPlace() throws IOException {
    append("x", "x:1", "a\n");
    Files.writeString(file.resolveSibling(".all.log.batch.new"), "x x:2 99999999");
    append("x", "x:2", "b\n");
    assertThat(file).hasContent("a\nb\n");
  }

  @Test
  void duplicatesRatherThanLosesAfterAnExternalRotation() throws IOException {
    append("x", "x:1", "a\n");
    append("x", "x:2", "b\n");
    Path rotated = Files.move(file, file.resolveSibling("all.log.1"));
    append("x", "x:2", "b\n");
    append("x", "x:3", "c\n");
    assertThat(rotated).hasContent("a\nb\n");
    assertThat(file).hasContent("b\nc\n");
  }

  @Test
  void leavesNoHoleInATruncatedFile() throws IOException {
    append("x", "x:1", "a\n");
    append("x", "x:2", "b\n");
    Files.write(file, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
    append("x", "x:2", "b\n");
    assertThat(file).hasContent("b\n");
  }

  @Test
  void appendsAtTheEndWhenTheIntentIsNotText() throws IOException {
    append("x", "x:1", "a\n");
    Files.write(
        file.resolveSibling(".all.log.batch"),
        new byte[] {(byte) 0xff, (byte) 0xc0, 0, (byte) 0x80});
    append("x", "x:2", "b\n");
    assertThat(file).hasContent("a\nb\n");
  }

  @Test
  void failsWhenItCannotWrite() throws IOException {
    Files.createDirectories(file); // a folder takes the file's name
    assertThatThrownBy(() -> append("x", "x:1", "a\n")).isInstanceOf(IOException.class);
  }

  @Test
  void rotatesAFileThatWouldGrowTooLarge() throws IOException {
    for (int number = 1; number <= 9; number++) {
      appendWithRotation("x:" + number, number + "\n");
    }
    assertThat(file).hasContent("9\n");
    assertThat(file.resolveSibling("all.log.1")).hasContent("7\n8\n");
    assertThat(file.resolveSibling("all.log.2")).hasContent("5\n6\n");
    assertThat(file.resolveSibling("all.log.3")).doesNotExist();
  }

  @Test
  void writesARedeliveredBatchOnceAcrossARotation() throws IOException {
    appendWithRotation("x:1", "1\n");
    appendWithRotation("x:2", "2\n");
    appendWithRotation("x:2", "2\n");
    assertThat(file).hasContent("1\n2\n");
    appendWithRotation("x:3", "3\n");
    appendWithRotation("x:3", "3\n");
    assertThat(file).hasContent("3\n");
    assertThat(file.resolveSibling("all.log.1")).hasContent("1\n2\n");
  }

  @Test
  void rotatesAFileWithoutItsTornBatch() throws IOException {
    append("x", "x:1", "1\n");
    append("x", "x:2", "two\n");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 3));
    appendWithRotation("x:2", "two\n");
    assertThat(file).hasContent("two\n");
    assertThat(file.resolveSibling("all.log.1")).hasContent("1\n");
  }

  @Test
  void aBatchLargerThanTheLimitGetsItsOwnFile() throws IOException {
    appendWithRotation("x:1", "1\n");
    appendWithRotation("x:2", "more than five\n");
    appendWithRotation("x:3", "3\n");
    assertThat(file).hasContent("3\n");
    assertThat(file.resolveSibling("all.log.1")).hasContent("more than five\n");
    assertThat(file.resolveSibling("all.log.2")).hasContent("1\n");
  }

  private void appendWithRotation(String id, String text) throws IOException {
    new AppendOnce(file, new Rotation(5, 2)).append("x", id, text.getBytes(UTF_8));
  }
}
