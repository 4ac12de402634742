package io.steward.plugin.errorlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.api.LogEntry;
import io.steward.testkit.SourceStand;
import io.steward.testkit.Workbench;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ErrorSourceTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /// Distinguishes entries of this test from others.
  private final String marker = UUID.randomUUID().toString();

  private List<LogEntry> told(SourceStand stand) {
    return stand.events(Batch.class).stream()
        .flatMap(batch -> batch.entries().stream())
        .filter(entry -> entry.text().endsWith(marker))
        .toList();
  }

  private List<String> texts(SourceStand stand) {
    return told(stand).stream().map(entry -> entry.text().replace(" " + marker, "")).toList();
  }

  private void log(String text) {
    Errors.log(text + " " + marker);
  }

  @Test
  void sendsEntriesLoggedBeforeAndAfterItsStart() {
    try (SourceStand stand = Workbench.of(Errors.source(10_000))) {
      log("first");
      await().atMost(PATIENCE).until(() -> texts(stand).contains("first"));
      stand.stop();
      log("second");
      stand.start();
      log("third");
      await().atMost(PATIENCE).until(() -> texts(stand).contains("third"));
      assertThat(texts(stand)).containsExactly("first", "second", "third");
    }
  }

  @Test
  void sendsTheStackTrace() {
    try (SourceStand stand = Workbench.of(Errors.source(10_000))) {
      Errors.log("broken " + marker, new IllegalStateException("no berth"));
      await().atMost(PATIENCE).until(() -> !told(stand).isEmpty());
      LogEntry entry = told(stand).getFirst();
      assertThat(entry.level()).isEqualTo(LogEntry.Level.ERROR);
      assertThat(entry.logger()).isEqualTo("test.harbour");
      assertThat(entry.trace().orElseThrow())
          .startsWith("java.lang.IllegalStateException: no berth")
          .contains("ErrorSourceTest.java");
    }
  }

  @Test
  void leavesOutExcludedEntriesAndThoseAboutItsOwnEvents() {
    try (SourceStand stand = Workbench.of(Errors.source(10_000))) {
      log("harmless");
      log("01JD on central.event.errorlog.fleet: the disk is full; retrying");
      log("last");
      await().atMost(PATIENCE).until(() -> texts(stand).contains("last"));
      assertThat(texts(stand)).containsExactly("last");
    }
  }

  @Test
  void sendsOnceWhatWasLoggedWhileTheDiskWasFull() {
    try (SourceStand stand = Workbench.of(Errors.source(10_000))) {
      log("before");
      await().atMost(PATIENCE).until(() -> texts(stand).contains("before"));
      stand.fillDisk();
      log("meanwhile");
      stand.awaitRefusal();
      stand.makeRoom();
      log("after");
      await().atMost(PATIENCE).until(() -> texts(stand).contains("after"));
      assertThat(texts(stand)).containsExactly("before", "meanwhile", "after");
    }
  }

  @Test
  void countsEntriesBeyondTheLimit() {
    try (SourceStand quiet = Workbench.of(Errors.source(10_000))) {
      log("before"); // skips what others have logged
      await().atMost(PATIENCE).until(() -> texts(quiet).contains("before"));
      quiet.stop();
      quiet.start(Errors.source(60));
      int begun = quiet.events().size();
      IntStream.range(0, 500).forEach(i -> log("circle " + i));
      await()
          .atMost(PATIENCE)
          .until(() -> {
            log("and on");
            return quiet.events(Batch.class).stream().skip(begun).mapToLong(Batch::untold).sum()
                > 400;
          });
      assertThat(texts(quiet)).contains("circle 0", "circle 59").doesNotContain("circle 200");
    }
  }
}
