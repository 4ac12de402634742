package io.steward.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.Reply;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.ledger.LedgerEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node that starts on the data of one that died: what it left in the ledger decides.
class RestartTest {

  private static final Subject SUBJECT = Terms.subject("one");
  private static final String ID = "0123456789abcdefghijkl";
  private static final AnswerFactory ANSWERS =
      new AnswerFactory(new Addresses("steward", 1), Ship.NAME, Ship.CLOCK);

  @TempDir private Path data = Path.of("");
  private final List<String> done = new CopyOnWriteArrayList<>();

  private static LedgerEntry entry() {
    return new LedgerEntry(
        ID,
        SUBJECT,
        Ship.CENTRAL,
        Ship.CLOCK.instant(),
        Optional.empty(),
        Optional.empty(),
        1,
        Optional.empty(),
        Optional.empty(),
        "{\"text\":\"again\"}".getBytes(StandardCharsets.UTF_8),
        Optional.empty());
  }

  private Reply print(Act.Arguments arguments, io.steward.api.MessageContext context)
      throws IOException {
    done.add(arguments.text());
    context.output().write("second".getBytes(StandardCharsets.UTF_8));
    return Reply.succeeded();
  }

  private Story startAgain(Terms terms) throws IOException {
    try (Ship ship = Ship.with(data, terms.bind("one", this::print))) {
      return ship.await(SUBJECT, ID);
    }
  }

  /// Leaves a ledger as a node leaves it that dies.
  private void dead(State... states) throws IOException {
    try (Ledger ledger = Ledger.open(data, Ship.CLOCK)) {
      ledger.acceptLater(entry(), ANSWERS.accepted(entry()), Optional.empty()).join();
      for (State state : states) {
        ledger.advance(
            ID,
            state,
            state instanceof State.Terminal terminal
                ? ANSWERS.terminal(entry(), terminal, Map.of())
                : ANSWERS.running(entry(), "1"));
      }
    }
  }

  @Test
  void whatWasAcceptedAndNotStartedRunsOnce() throws IOException {
    dead();
    assertThat(startAgain(Terms.USUAL).words()).isEqualTo("accepted running output succeeded");
    assertThat(done).containsExactly("again");
  }

  @Test
  void whatRanAndMustNotRunTwiceIsUnknown() throws IOException {
    dead(State.InProgress.RUNNING);
    Story story = startAgain(Terms.USUAL);
    assertThat(story.words()).isEqualTo("accepted running unknown");
    assertThat(story.reason()).contains("died");
    assertThat(done).isEmpty();
  }

  @Test
  void whatRanAndMayRunTwiceRunsAgainAndSaysSo() throws IOException {
    dead(State.InProgress.RUNNING);
    Story story = startAgain(Terms.USUAL.andRepeatable());
    assertThat(story.words()).isEqualTo("accepted running running output succeeded");
    assertThat(done).containsExactly("again");
  }

  @Test
  void whatRanEachTimeTheNodeDiedIsGivenUp() throws IOException {
    dead(State.InProgress.RUNNING);
    for (int again = 0; again < 2; again++) {
      try (Ledger ledger = Ledger.open(data, Ship.CLOCK)) {
        ledger.recordStart(); // and died
      }
    }
    Story story = startAgain(Terms.USUAL.andRepeatable());
    assertThat(story.words()).isEqualTo("accepted running unknown");
    assertThat(story.reason()).isEqualTo("the node died each of the 3 times it ran");
    assertThat(done).isEmpty();
  }

  @Test
  void aNodeThatIsStoppedHasNotDied() throws Exception {
    Terms terms = Terms.USUAL.andRepeatable();
    Semaphore begun = new Semaphore(0);
    try (Ship ship = new Ship(data)) {
      String id = ship.send(SUBJECT, "again");
      for (int stops = 0; stops < 5; stops++) {
        ship.start(
            terms.bind(
                "one",
                (arguments, context) -> {
                  begun.release();
                  new CountDownLatch(1).await();
                  return Reply.succeeded();
                }));
        begun.acquire();
        ship.stop();
      }
      ship.start(terms.bind("one", this::print));
      assertThat(ship.await(SUBJECT, id).words()).endsWith("running output succeeded");
    }
  }

  @Test
  void theOutputOfASecondRunIsNotTakenForThatOfTheFirst() throws Exception {
    dead(State.InProgress.RUNNING);
    try (Ledger ledger = Ledger.open(data, Ship.CLOCK)) {
      ledger
          .outgoing()
          .append(
              ANSWERS.output(
                  entry(),
                  "1",
                  io.steward.api.Answer.Channel.STDOUT,
                  0,
                  "first".getBytes(StandardCharsets.UTF_8)));
    }
    assertThat(startAgain(Terms.USUAL.andRepeatable()).words())
        .isEqualTo("accepted running output running output succeeded");
  }

  @Test
  void anOutcomeThatWasNotYetToldIsToldAndNothingIsRunAgain() throws IOException {
    dead(State.InProgress.RUNNING, State.Terminal.SUCCEEDED);
    assertThat(startAgain(Terms.USUAL).words()).isEqualTo("accepted running succeeded");
    assertThat(done).isEmpty();
  }

  @Test
  void whatNothingHandlesAnyMoreIsRejected() throws IOException {
    dead();
    try (Ship ship = Ship.with(data)) {
      Story story = ship.await(SUBJECT, ID);
      assertThat(story.words()).isEqualTo("accepted rejected");
      assertThat(story.reason()).contains("nothing here handles");
    }
  }

  @Test
  void aRepeatableOneThatAStoppingNodeInterruptsRunsAgain() throws IOException {
    Terms terms = Terms.USUAL.andRepeatable();
    try (Ship ship = new Ship(data)) {
      ship.start(
          terms.bind(
              "one",
              (arguments, context) -> {
                new CountDownLatch(1).await();
                return Reply.succeeded();
              }));
      String id = ship.send(SUBJECT, "again");
      ship.await(SUBJECT, id, "running");
      ship.stop();
      assertThat(ship.story(SUBJECT, id).isEnded()).isFalse();
      ship.start(terms.bind("one", this::print));
      assertThat(ship.await(SUBJECT, id).words())
          .isEqualTo("accepted running running output succeeded");
    }
  }

  @Test
  void whatWasStoredWhileTheNodeWasAwayRunsOnceAndInOrder() throws IOException {
    CommandSpec<Act.Arguments> spec = Terms.USUAL.bind("one", this::print);
    try (Ship ship = Ship.with(data, spec)) {
      ship.await(SUBJECT, ship.send(SUBJECT, "before"));
      ship.stop();
      ship.send(SUBJECT, "first");
      String last = ship.send(SUBJECT, "second");
      ship.start(spec);
      ship.await(SUBJECT, last);
      ship.stop();
      ship.start(spec);
      ship.await(SUBJECT, ship.send(SUBJECT, "after"));
      assertThat(done).containsExactly("before", "first", "second", "after");
    }
  }

  @Test
  void aCancellationThatCameWhileTheNodeWasAwayWinsAgainstWhatWasAccepted() throws IOException {
    dead();
    try (Ship ship = new Ship(data)) {
      String cancellation = ship.cancel(ID);
      ship.start(Terms.USUAL.bind("one", this::print));
      ship.await(Ship.CANCEL, cancellation);
      assertThat(ship.await(SUBJECT, ID).words()).isEqualTo("accepted cancelled");
    }
    assertThat(done).isEmpty();
  }

  @Test
  void whatHadNotEndedWhenTheLedgerWasLostIsUnknown() throws IOException {
    try (Ship ship = new Ship(data.resolve("old"))) {
      ship.start(
          Terms.USUAL.bind(
              "one",
              (arguments, context) -> {
                done.add(arguments.text());
                new CountDownLatch(1).await();
                return Reply.succeeded();
              }));
      String runs = ship.send(SUBJECT, "runs");
      String waits = ship.send(SUBJECT, "waits");
      ship.await(SUBJECT, runs, "running");
      ship.await(SUBJECT, waits, "accepted");
      try (Ship replaced =
          ship.onNewDisk(data.resolve("new")).start(Terms.USUAL.bind("one", this::print))) {
        assertThat(replaced.await(SUBJECT, runs).words()).isEqualTo("accepted running unknown");
        assertThat(replaced.await(SUBJECT, waits).words()).isEqualTo("accepted unknown");
        assertThat(replaced.story(SUBJECT, waits).reason()).contains("lost its ledger");
      }
    }
    assertThat(done).containsExactly("runs");
  }

  @Test
  void aNewLedgerDoesNotRunWhatWasAnsweredBefore() throws IOException {
    CommandSpec<Act.Arguments> spec = Terms.USUAL.bind("one", this::print);
    try (Ship ship = new Ship(data.resolve("old"))) {
      ship.start(spec);
      ship.await(SUBJECT, ship.send(SUBJECT, "old"));
      ship.stop();
      String waits = ship.send(SUBJECT, "new");
      try (Ship replaced = ship.onNewDisk(data.resolve("new")).start(spec)) {
        replaced.await(SUBJECT, waits);
      }
    }
    assertThat(done).containsExactly("old", "new");
  }
}
