package io.steward.plugin.filewatch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.api.State;
import io.steward.testkit.Run;
import io.steward.testkit.SourceStand;
import io.steward.testkit.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchLogTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Path LOG = Path.of("log", "test", "trier.log");

  @TempDir private Path folder;

  private static Batch batch(String stream, long number, String... lines) {
    return new Batch(
        stream,
        number,
        Optional.of("/var/log/app.log"),
        Stream.of(lines).map(text -> new FileLine(text, Optional.empty(), false)).toList(),
        List.of());
  }

  private static void take(Workbench bench, Batch batch) {
    assertThat(bench.start(batch).await().state()).isEqualTo(State.InProgress.ACCEPTED);
  }

  @Test
  void appendsToAFilePerDomainAndSender() {
    try (Workbench bench = Workbench.of(new WatchLog())) {
      take(bench, batch("s", 1, "one", "two"));
      take(bench, batch("s", 2, "three"));
      assertThat(bench.data().resolve(LOG)).hasContent("one\ntwo\nthree\n");
    }
  }

  /// Two messages with the same event: the sender was killed before it knew of the first.
  @Test
  void writesADuplicateEventOnce() {
    try (Workbench bench = Workbench.of(new WatchLog())) {
      take(bench, batch("s", 1, "one"));
      take(bench, batch("s", 2, "two"));
      take(bench, batch("s", 2, "two"));
      take(bench, batch("s", 3, "three"));
      assertThat(bench.data().resolve(LOG)).hasContent("one\ntwo\nthree\n");
    }
  }

  @Test
  void writesEventsOfARestartedNumbering() {
    try (Workbench bench = Workbench.of(new WatchLog())) {
      take(bench, batch("before", 1, "one"));
      take(bench, batch("after", 1, "two"));
      assertThat(bench.data().resolve(LOG)).hasContent("one\ntwo\n");
    }
  }

  @Test
  void writesAllSendersToOneFileWhenConfigured() {
    try (Workbench bench = Workbench.of(new WatchLog(Path.of("log"), true))) {
      take(bench, batch("s", 1, "one"));
      assertThat(bench.data().resolve("log").resolve("test.log")).hasContent("trier one\n");
    }
  }

  @Test
  void rejectsAnInvalidStream() {
    try (Workbench bench = Workbench.of(new WatchLog())) {
      Run run = bench.send("{ stream: 'a b', number: 1, lines: [] }");
      assertThat(run.state()).isEqualTo(State.Terminal.REJECTED);
      assertThat(run.reason()).contains("stream must be a word");
    }
  }

  @Test
  void copiesLinesByteForByte() throws IOException {
    Path file = folder.resolve("app.log");
    byte[] bytes = "a \"b\"\r\n\u0000\u001b[1m\n\ncaf\u00e9\n{x: 1}\n".getBytes(ISO_8859_1);
    Files.write(file, bytes);
    try (SourceStand stand =
            Workbench.of(Watches.lines(FileWatch.From.BEGINNING, file.toString()));
        Workbench bench = Workbench.of(new WatchLog())) {
      await().atMost(PATIENCE).until(() -> stand.events().size() == 1);
      for (Map<String, Object> event : stand.events()) {
        assertThat(bench.start(event).await().state()).isEqualTo(State.InProgress.ACCEPTED);
      }
      assertThat(bench.data().resolve(LOG)).hasBinaryContent(bytes);
    }
  }

  @Test
  void changesAreWrittenAsJson() throws IOException {
    try (SourceStand stand = Workbench.of(Watches.changes(Watches.SOON, folder.toString()));
        Workbench bench = Workbench.of(new WatchLog())) {
      await().atMost(PATIENCE).until(() -> stand.status().startsWith("watching "));
      Files.createDirectory(folder.resolve("a \"b\""));
      await().atMost(PATIENCE).until(() -> stand.events().size() == 1);
      assertThat(bench.start(stand.events().getFirst()).await().state())
          .isEqualTo(State.InProgress.ACCEPTED);
      assertThat(bench.data().resolve(LOG.resolveSibling("trier.jsonl")))
          .content()
          .startsWith(
              "{\"node\":\"trier\",\"kind\":\"created\",\"path\":\""
                  + folder
                  + "/a \\\"b\\\"\",\"noticed\":\"")
          .contains("\"type\":\"directory\",\"mode\":\"")
          .endsWith("\"}\n");
    }
  }
}
