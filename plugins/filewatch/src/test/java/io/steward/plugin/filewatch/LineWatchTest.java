package io.steward.plugin.filewatch;

import static io.steward.plugin.filewatch.FileWatch.From.BEGINNING;
import static io.steward.plugin.filewatch.FileWatch.From.END;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineWatchTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final WatchStand stand = new WatchStand();
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void choose() {
    file = folder.resolve("app.log");
  }

  @AfterEach
  void close() {
    stand.close();
  }

  private void start(FileWatch watch) {
    stand.start(watch);
    await().atMost(PATIENCE).until(() -> stand.status().startsWith("following "));
  }

  private void start(FileWatch.From from) {
    start(Watches.lines(from, file.toString()));
  }

  private void stopAndStart(FileWatch.From from) {
    stand.stop();
    start(from);
  }

  private void append(String text) throws IOException {
    Watches.append(file, text);
  }

  private void awaitLines(String... lines) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(stand.lines()).containsExactly(lines));
  }

  @Test
  void startsAtTheEndOfAnExistingFile() throws IOException {
    append("old\n");
    start(END);
    append("new\n");
    awaitLines("new");
  }

  @Test
  void startsAtTheBeginningWhenConfigured() throws IOException {
    append("old\n");
    start(BEGINNING);
    append("new\n");
    awaitLines("old", "new");
    assertThat(stand.batches().getFirst().path()).contains(file.toString());
  }

  @Test
  void readsAllOfAFileThatAppearsLater() throws IOException {
    start(END);
    append("first\n");
    awaitLines("first");
  }

  @Test
  void readsAllOfAFileThatAppearedWhileTheNodeWasDown() throws Exception {
    start(END);
    stand.stop();
    append("first\n");
    start(END);
    awaitLines("first");
  }

  @Test
  void startsAtTheEndOfNewlyMatchingFiles() throws Exception {
    append("a\n");
    start(END);
    stand.stop();
    Path other = folder.resolve("other.log");
    Watches.append(other, "old\n");
    append("b\n");
    start(Watches.lines(END, file.toString(), other.toString()));
    Watches.append(other, "new\n");
    awaitLines("b", "new");
  }

  @Test
  void continuesWhereItStopped() throws Exception {
    start(END);
    append("one\n");
    awaitLines("one");
    stand.stop();
    append("two\n");
    start(END);
    awaitLines("one", "two");
  }

  @Test
  void waitsForTheRestOfALine() throws Exception {
    start(END);
    append("one\nhal");
    awaitLines("one");
    stopAndStart(END);
    append("f\n");
    awaitLines("one", "half");
  }

  @Test
  void followsARotationByRename() throws IOException {
    append("old\n");
    start(Watches.patient(file.toString()));
    append("one\n");
    awaitLines("one");
    Path old = folder.resolve("app.log.1");
    append("two\n");
    Files.move(file, old);
    Watches.append(old, "three, by a writer that has it open\n");
    append("four\n");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(stand.lines())
                .containsExactlyInAnyOrder(
                    "one", "two", "three, by a writer that has it open", "four"));
  }

  @Test
  void followsARotationWhileTheNodeWasDown() throws Exception {
    start(END);
    append("one\n");
    awaitLines("one");
    stand.stop();
    append("two\n");
    Files.move(file, folder.resolve("app.log.1"));
    append("three\n");
    start(END);
    awaitLines("one", "two", "three");
  }

  @Test
  void readsARenamedFileOnceIfItsNewNameMatchesToo() throws IOException {
    start(Watches.lines(END, folder + "/app.log*"));
    append("one\n");
    awaitLines("one");
    Files.move(file, folder.resolve("app.log.1"));
    append("two\n");
    awaitLines("one", "two");
  }

  @Test
  void followsACopyAndTruncate() throws IOException {
    start(END);
    append("one\ntwo\n");
    awaitLines("one", "two");
    Files.write(file, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
    append("3\n");
    awaitLines("one", "two", "3");
  }

  @Test
  void detectsATruncatedFileThatHasGrownPastItsPosition() throws Exception {
    start(END);
    append("one\n");
    awaitLines("one");
    stand.stop();
    Files.writeString(file, "another beginning\nlonger than before\n");
    start(END);
    awaitLines("one", "another beginning", "longer than before");
  }

  @Test
  void sendsTheRestOfADeletedFileBeforeItsSuccessor() throws IOException {
    start(END);
    append("one\nno end");
    awaitLines("one");
    Files.delete(file);
    awaitLines("one", "no end");
    append("two\n");
    awaitLines("one", "no end", "two");
  }

  @Test
  void truncatesALongLine() throws Exception {
    start(END);
    append("x".repeat(300_000));
    awaitLines("x".repeat(80));
    stopAndStart(END);
    append("x".repeat(10) + "\n" + "y".repeat(80) + "\n" + "z".repeat(81) + "\n");
    awaitLines("x".repeat(80), "y".repeat(80), "z".repeat(80));
    assertThat(stand.batches())
        .flatExtracting(Batch::lines)
        .extracting(FileLine::cut)
        .containsExactly(true, false, true);
  }

  @Test
  void keepsTheBytesOfALineThatIsNotUtf8() throws IOException {
    start(END);
    byte[] latin = "caf\u00e9".getBytes(ISO_8859_1);
    Files.write(file, latin);
    append("\ncaf\u00e9\n");
    awaitLines("caf\u00e9", "caf\u00e9");
    List<FileLine> lines =
        stand.batches().stream().flatMap(batch -> batch.lines().stream()).toList();
    assertThat(lines.getFirst().charset()).contains("ISO-8859-1");
    assertThat(lines.getFirst().bytes()).isEqualTo(latin);
    assertThat(lines.getLast().charset()).isEmpty();
  }

  @Test
  void sendsLinesThatPassTheFilter() throws IOException {
    start(
        Watches.filtered(
            END, List.of("ERROR", "^WARN"), List.of("harmless$"), 100, file.toString()));
    append("INFO a\nERROR b\nnot WARN c\nWARN d\nERROR e harmless\nERROR f\n");
    awaitLines("ERROR b", "WARN d", "ERROR f");
  }

  @Test
  void aBurstIsSentInOrderInEventsOfLimitedSize() throws IOException {
    start(Watches.filtered(END, List.of(), List.of(), 7, file.toString()));
    List<String> lines = IntStream.range(0, 1000).mapToObj(i -> "line " + i).toList();
    append(String.join("\n", lines) + "\n");
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(stand.lines()).isEqualTo(lines));
    assertThat(stand.batches()).allMatch(batch -> batch.lines().size() <= 7);
    assertThat(stand.batches())
        .extracting(Batch::number)
        .isEqualTo(
            IntStream.rangeClosed(1, stand.batches().size()).mapToObj(Long::valueOf).toList());
  }

  /// Killed between the outbox and the journal: the identical event comes again, whatever has
  /// become of its file.
  @Test
  void resendsTheIdenticalEventAfterACrash() throws Exception {
    start(END);
    stand.node().crashAfterSending(() -> append("one\n"));
    Files.writeString(file, "all else\n");
    start(END);
    awaitLines("one", "all else");
    assertThat(stand.batches()).hasSize(3);
    assertThat(stand.batches().get(1)).isEqualTo(stand.batches().get(0));
  }

  @Test
  void holdsLinesUntilTheDiskHasSpace() throws IOException {
    start(END);
    stand.node().fillDisk();
    append("one\ntwo\n");
    await().atMost(PATIENCE).until(() -> stand.status().equals("the disk is full; retrying"));
    append("three\n");
    stand.node().makeRoom();
    awaitLines("one", "two", "three");
  }

  @Test
  void reportsHowManyFilesItDoesNotFollow() throws IOException {
    for (int i = 0; i < 13; i++) {
      Watches.append(folder.resolve(i + ".log"), "old\n");
    }
    start(Watches.lines(END, folder + "/*.log"));
    assertThat(stand.status()).isEqualTo("following 10 files; 3 more match but are not followed");
  }

  @Test
  void reportsADamagedJournal() throws Exception {
    start(END);
    await().atMost(PATIENCE).until(() -> stand.node().positions().keys().contains("lines"));
    stand.stop();
    Path remembered = stand.node().data().resolve(".positions/lines");
    Files.writeString(remembered, "nonsense");
    stand.start(Watches.lines(END, file.toString()));
    await()
        .atMost(PATIENCE)
        .until(() -> stand.status().contains("lines is damaged; delete it to start over"));
  }

  @Test
  void anEventSurvivesTheJournal() throws IOException {
    FileLine fileLine = new FileLine("caf\u00e9", Optional.of("ISO-8859-1"), true);
    Batch batch = new Batch("s", 7, Optional.of("/a"), List.of(fileLine), List.of());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    batch.write(new DataOutputStream(bytes));
    assertThat(Batch.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
        .isEqualTo(batch);
  }
}
