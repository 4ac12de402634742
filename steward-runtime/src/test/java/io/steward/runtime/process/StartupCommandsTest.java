package io.steward.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.Reply;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.MessageIdGenerator;
import io.steward.runtime.databind.Json;
import io.steward.runtime.fleet.MessageHistory;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.ledger.LedgerEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a node runs because it starts.
class StartupCommandsTest {

  private static final Subject SUBJECT = Terms.subject("one");

  @TempDir private Path data = Path.of("");
  private final List<String> done = new CopyOnWriteArrayList<>();

  private static StartupSpec command(String text) {
    return new StartupSpec(SUBJECT, Map.of("text", text), Optional.empty());
  }

  private Workload work(Terms terms, StartupSpec... startup) {
    return new Workload(
        List.of(terms.bind("one", (arguments, context) -> note(arguments))),
        List.of(),
        List.of(),
        List.of(startup));
  }

  private Reply note(Act.Arguments arguments) throws InterruptedException {
    done.add(arguments.text());
    if (arguments.text().equals("block")) {
      new CountDownLatch(1).await();
    }
    return Reply.succeeded();
  }

  private static List<MessageHistory.Row> history(Ship ship) throws Exception {
    return new MessageHistory(ship.bus(), Ship.CLOCK)
        .since(Instant.now().minus(Duration.ofHours(1)), "ship").stream()
            .filter(row -> row.schedule().isPresent())
            .toList();
  }

  private static void awaitStates(Ship ship, String... states) {
    Ship.await(
        "the states are " + List.of(states),
        () ->
            history(ship).stream().map(row -> row.state().word()).toList().equals(List.of(states)));
  }

  @Test
  void runsAtEachStartInItsOrderAndBeforeWhatComesIn() throws Exception {
    try (Ship ship = new Ship(data)) {
      String stored = ship.send(SUBJECT, "stored");
      Workload workload = work(Terms.USUAL.from("central"), command("first"), command("second"));
      ship.start(workload);
      ship.await(SUBJECT, stored);
      ship.stop();
      ship.start(workload);
      awaitStates(ship, "succeeded", "succeeded", "succeeded", "succeeded");
      assertThat(done).containsExactly("first", "second", "stored", "first", "second");
      assertThat(history(ship))
          .allSatisfy(row -> {
            assertThat(row.from()).isEqualTo("ship");
            assertThat(row.schedule()).contains("@startup");
          })
          .extracting(MessageHistory.Row::id)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void whatAStartLeftIsNotRunBesideThatOfTheNext() throws Exception {
    try (Ship ship = new Ship(data)) {
      ship.start(work(Terms.USUAL, command("block"), command("waits")));
      Ship.await("it runs", () -> done.equals(List.of("block")));
      ship.stop();
      ship.start(work(Terms.USUAL, command("anew")));
      awaitStates(ship, "cancelled", "cancelled", "succeeded");
      assertThat(history(ship).get(1).reason()).isEqualTo("the node started anew before it ran");
      assertThat(done).containsExactly("block", "anew");
    }
  }

  @Test
  void whatRanWhenTheNodeDiedIsUnknownAndRunsAnew() throws Exception {
    AnswerFactory answers = new AnswerFactory(new Addresses("steward", 1), Ship.NAME, Ship.CLOCK);
    LedgerEntry entry =
        new LedgerEntry(
            MessageIdGenerator.next(Ship.CLOCK),
            SUBJECT,
            Ship.NAME,
            Ship.CLOCK.instant(),
            Optional.empty(),
            Json.write(Map.of("text", "before")),
            LedgerEntry.STARTUP);
    try (Ledger ledger = Ledger.open(data, Ship.CLOCK)) {
      ledger.acceptLater(entry, answers.accepted(entry), Optional.empty()).join();
      ledger.advance(entry.id(), State.InProgress.RUNNING, answers.running(entry, "1"));
    }
    try (Ship ship = new Ship(data)) {
      ship.start(work(Terms.USUAL, command("anew")));
      awaitStates(ship, "unknown", "succeeded");
      assertThat(done).containsExactly("anew");
    }
  }

  @Test
  void timeoutsAreTheirs() throws IOException {
    try (Ship ship = new Ship(data)) {
      ship.start(
          work(
              Terms.USUAL,
              new StartupSpec(
                  SUBJECT, Map.of("text", "block"), Optional.of(Duration.ofMillis(50)))));
      awaitStates(ship, "timed-out");
    }
  }
}
