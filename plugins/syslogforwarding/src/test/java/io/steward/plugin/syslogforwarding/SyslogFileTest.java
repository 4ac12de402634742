package io.steward.plugin.syslogforwarding;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.testkit.Run;
import io.steward.testkit.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyslogFileTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Path OURS = Path.of("log", "test", "trier.log");

  private final Workbench bench = Workbench.of(new SyslogFile());
  private final Path file = bench.data().resolve(OURS);

  @TempDir private Path folder;

  @AfterEach
  void close() {
    bench.close();
  }

  private static LineBatch batch(byte[]... messages) {
    return new LineBatch(
        1,
        0,
        Stream.of(messages)
            .map(bytes -> new SyslogParser(ZoneOffset.UTC).parse(bytes, Instant.EPOCH, "peer"))
            .toList());
  }

  private static LineBatch batch(String... messages) {
    return batch(Stream.of(messages).map(text -> text.getBytes(UTF_8)).toArray(byte[][]::new));
  }

  @Test
  void appendsToAFilePerDomainAndSender() {
    assertThat(bench.start(batch("<13>a: one", "<13>a: two")).await().state())
        .isEqualTo(State.InProgress.ACCEPTED);
    bench.start(batch("<13>a: three")).await();
    assertThat(file).hasContent("<13>a: one\n<13>a: two\n<13>a: three\n");
  }

  @Test
  void escapesLineFeeds() {
    bench.start(batch("<13>a: one\ntwo\n\nthree", "<13>b")).await();
    assertThat(file).hasContent("<13>a: one#012two#012#012three\n<13>b\n");
  }

  @Test
  void writesTheOriginalBytes() {
    byte[] latin = "<13>caf\u00e9\u0000\u001b".getBytes(ISO_8859_1);
    bench.start(batch(latin, "<13>caf\u00e9 \u4e16".getBytes(UTF_8))).await();
    assertThat(file)
        .hasBinaryContent(
            "<13>caf\u00e9\u0000\u001b\n<13>caf\u00c3\u00a9 \u00e4\u00b8\u0096\n"
                .getBytes(ISO_8859_1));
  }

  @Test
  void continuesInANewFileAfterARotation() throws IOException {
    bench.start(batch("<13>one")).await();
    Path rotated = file.resolveSibling("trier.log.1");
    Files.move(file, rotated);
    bench.start(batch("<13>two")).await();
    assertThat(rotated).hasContent("<13>one\n");
    assertThat(file).hasContent("<13>two\n");
  }

  @Test
  void acceptsAHandwrittenBatch() {
    Run run =
        bench.send(
            """
            first: 1
            dropped: 0
            lines: [{ raw: "<13>a", received: 2026-11-24T01:02:03Z, peer: me }]
            """);
    assertThat(run.state()).isEqualTo(State.InProgress.ACCEPTED);
    assertThat(file).hasContent("<13>a\n");
  }

  @Test
  void rejectsALossyCharset() {
    for (String charset : List.of("nonsense", "UTF-16", "ISO-2022-CN", "")) {
      Map<String, Object> line =
          Map.of("raw", "x", "charset", charset, "received", "2026-11-24T01:02:03Z", "peer", "p");
      Run run = bench.start(Map.of("first", 1, "dropped", 0, "lines", List.of(line))).await();
      assertThat(run.state()).isEqualTo(State.Terminal.REJECTED);
      assertThat(run.reason()).contains("charset must be UTF-8 or ISO-8859-1");
    }
    assertThat(bench.start(batch("<13>goes on")).await().state())
        .isEqualTo(State.InProgress.ACCEPTED);
  }

  /// The sender's name is part of the path; its form prevents path traversal.
  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "a/b", "../a", "a\\b", "/a", "a.b", ".a", "a\0", "a\n", ""})
  void noSenderNameLeavesTheFolder(String name) {
    assertThatThrownBy(() -> new NodeName(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void retriesAnEventUntilItCanBeWritten() throws IOException {
    // a file in place of the folder
    Path obstacle = folder.resolve("log");
    Files.writeString(obstacle, "in the way");
    try (Workbench elsewhere = Workbench.of(new SyslogFile(obstacle, 1))) {
      Run run = elsewhere.start(batch("<13>one"));
      // long enough for a failed attempt, which must be retried
      await()
          .atMost(PATIENCE)
          .during(Duration.ofMillis(500))
          .until(() -> Files.isRegularFile(obstacle));
      Files.delete(obstacle);
      assertThat(run.await().state()).isEqualTo(State.InProgress.ACCEPTED);
      assertThat(obstacle.resolve("test").resolve("trier.log")).hasContent("<13>one\n");
    }
  }

  private void createFileOf(String sender) throws IOException {
    Path others = Files.createDirectories(folder.resolve("test"));
    Files.createFile(others.resolve(sender + ".log"));
    Files.createFile(others.resolve("." + sender + ".log.batch"));
  }

  private Workbench forTwoSenders() {
    return Workbench.of(new SyslogFile(folder, 2));
  }

  @Test
  void rejectsASenderTooManyAndCreatesNoFileForIt() throws IOException {
    createFileOf("one");
    createFileOf("two");
    Path ours = folder.resolve("test").resolve("trier.log");
    try (Workbench limited = forTwoSenders()) {
      Run run = limited.start(batch("<13>one")).await();
      assertThat(run.state()).isEqualTo(State.Terminal.REJECTED);
      assertThat(run.reason())
          .isEqualTo("there are files of 2 senders, which is the limit of \"senders\"");
      assertThat(ours).doesNotExist();
      Files.delete(ours.resolveSibling(".two.log.batch"));
      assertThat(limited.start(batch("<13>two")).await().state())
          .isEqualTo(State.InProgress.ACCEPTED);
      assertThat(ours).hasContent("<13>two\n");
    }
  }

  @Test
  void aSenderWithAFileIsNeverTooMany() throws IOException {
    try (Workbench limited = forTwoSenders()) {
      limited.start(batch("<13>one")).await();
      createFileOf("two");
      createFileOf("three");
      assertThat(limited.start(batch("<13>two")).await().state())
          .isEqualTo(State.InProgress.ACCEPTED);
    }
  }

  @Test
  void aRotatedFileKeepsThePlaceOfItsSender() throws IOException {
    Path ours = folder.resolve("test").resolve("trier.log");
    try (Workbench limited = forTwoSenders()) {
      limited.start(batch("<13>one")).await();
      createFileOf("two");
      Files.move(ours, ours.resolveSibling("trier.log.1"));
      limited.start(batch("<13>two")).await();
      assertThat(ours).hasContent("<13>two\n");
    }
  }
}
