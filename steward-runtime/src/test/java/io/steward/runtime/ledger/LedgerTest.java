package io.steward.runtime.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

  private static final Subject SUBJECT = Subject.parse("ship1.command.echo.test");

  @TempDir private Path folder = Path.of("");

  private static Entry entry(String id) {
    return new Entry(
        id,
        SUBJECT,
        new NodeName("central"),
        Instant.ofEpochMilli(1000),
        Optional.of(Instant.ofEpochMilli(2000)),
        Optional.of(Duration.ofSeconds(3)),
        7,
        Optional.of("00-trace"),
        Optional.empty(),
        "{}".getBytes(StandardCharsets.UTF_8));
  }

  private static Posting posting(String text) {
    return new Posting(
        "steward.reply.x",
        Map.of("Nats-Msg-Id", text),
        text.getBytes(StandardCharsets.UTF_8),
        Optional.empty());
  }

  @Test
  void acceptsAnIdOnceAlsoAfterItWasOpenedAgain() throws IOException {
    try (Ledger ledger = Ledger.open(folder)) {
      assertThat(ledger.acceptLater(entry("a"), posting("1")).join()).isTrue();
      assertThat(ledger.acceptLater(entry("a"), posting("2")).join()).isFalse();
    }
    try (Ledger ledger = Ledger.open(folder)) {
      assertThat(ledger.acceptLater(entry("a"), posting("3")).join()).isFalse();
      assertThat(ledger.outgoing().after(0, 10)).hasSize(1);
      assertThat(ledger.open()).hasSize(1);
      Entry open = ledger.open().getFirst().entry();
      assertThat(open).usingRecursiveComparison().isEqualTo(entry("a"));
    }
  }

  @Test
  void makesOnlyTheTransitionsThatExist() throws IOException {
    try (Ledger ledger = Ledger.open(folder)) {
      ledger.acceptLater(entry("a"), posting("1")).join();
      assertThat(ledger.advance("a", State.Last.TIMED_OUT, posting("x"))).isFalse();
      assertThat(ledger.advance("a", State.Open.RUNNING, posting("2"))).isTrue();
      assertThat(ledger.advance("a", State.Last.SUCCEEDED, posting("3"))).isTrue();
      assertThat(ledger.advance("a", State.Last.FAILED, posting("4"))).isFalse();
      assertThat(ledger.advance("b", State.Open.RUNNING, posting("5"))).isFalse();
      assertThat(ledger.state("a")).contains(State.Last.SUCCEEDED);
      assertThat(ledger.open()).isEmpty();
      assertThat(ledger.outgoing().after(0, 10))
          .extracting(each -> each.posting().headers().get("Nats-Msg-Id"))
          .containsExactly("1", "2", "3");
    }
  }

  @Test
  void completesInTheOrderOfTheCalls() throws IOException {
    try (Ledger ledger = Ledger.open(folder)) {
      List<Integer> done = new ArrayList<>();
      List<CompletableFuture<?>> all = new ArrayList<>();
      for (int i = 0; i < 2000; i++) {
        int number = i;
        all.add(
            ledger
                .acceptLater(entry("id" + i), posting("p" + i))
                .thenAccept(fresh -> done.add(number)));
      }
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
      assertThat(done).hasSize(2000).isSorted();
      assertThat(ledger.size()).isEqualTo(2000);
    }
  }

  @Test
  void remembersCancellationsAndCursors() throws IOException {
    try (Ledger ledger = Ledger.open(folder)) {
      ledger.cancel("a");
      ledger.moveCursor("s", "one", 5);
      ledger.moveCursor("s", "one", 9);
    }
    try (Ledger ledger = Ledger.open(folder)) {
      assertThat(ledger.isCancelled("a")).isTrue();
      assertThat(ledger.isCancelled("b")).isFalse();
      assertThat(ledger.cursor("s", "one")).hasValue(9);
      assertThat(ledger.cursor("s", "two")).isEmpty();
    }
  }

  @Test
  void forgetsWhatEndedLongAgoAndNothingElse() throws IOException {
    try (Ledger ledger = Ledger.open(folder)) {
      ledger.acceptLater(entry("open"), posting("1")).join();
      ledger.concludeLater(entry("ended"), State.Last.REJECTED, posting("2")).join();
      ledger.forget(Instant.now().minusSeconds(60));
      ledger.cancel("cancelled");
      assertThat(ledger.size()).isEqualTo(2);
      ledger.forget(Instant.now().plusSeconds(60));
      assertThat(ledger.isCancelled("cancelled")).isFalse();
      assertThat(ledger.size()).isEqualTo(1);
      assertThat(ledger.state("open")).contains(State.Open.ACCEPTED);
    }
  }

  @Test
  void whatIsConfirmedLeavesTheOutbox() throws Exception {
    try (Ledger ledger = Ledger.open(folder)) {
      ledger.outgoing().post(posting("1"));
      ledger.outgoing().post(posting("2"));
      long first = ledger.outgoing().after(0, 1).getFirst().number();
      ledger.outgoing().delivered(List.of(new Outgoing.Confirmed(first, "id", 1, "STREAM", 7)));
      assertThat(ledger.outgoing().after(0, 10))
          .extracting(each -> new String(each.posting().body(), StandardCharsets.UTF_8))
          .containsExactly("2");
      assertThat(ledger.outgoing().awaitEmpty(Duration.ofMillis(20))).isFalse();
    }
  }

  @Test
  void whatNobodyWaitsForIsOnTheDiskInAMoment() throws Exception {
    try (Ledger ledger = Ledger.open(folder);
        Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"))) {
      ledger.moveCursor("s", "one", 5);
      await()
          .untilAsserted(() -> {
            try (Statement statement = other.createStatement();
                ResultSet rows = statement.executeQuery("select sequence from cursor")) {
              assertThat(rows.next()).isTrue();
              assertThat(rows.getLong(1)).isEqualTo(5);
            }
          });
    }
  }

  @Test
  void whatIsFoundIsOnTheDisk() throws Exception {
    try (Ledger ledger = Ledger.open(folder);
        Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
        Statement statement = other.createStatement()) {
      for (int i = 0; i < 200; i++) {
        ledger.moveCursor("s", "one", i);
        CompletableFuture<Boolean> accepted = ledger.acceptLater(entry("id" + i), posting("p"));
        int found = ledger.outgoing().after(0, 1000).size();
        try (ResultSet rows = statement.executeQuery("select count(*) from outbox")) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getInt(1)).isGreaterThanOrEqualTo(found);
        }
        assertThat(accepted.join()).isTrue();
      }
    }
  }
}
