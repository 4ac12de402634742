package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.Reply;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.digest.Sha256;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.outbox.AnswerFactory;
import io.steward.runtime.process.CommandSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node that starts on the data of one that died: its ledger decides.
class CrashRecoveryTest {

  private static final Subject SUBJECT = TestBinding.subject("one");
  private static final String ID = "0123456789abcdefghijkl";
  private static final AnswerFactory ANSWERS =
      new AnswerFactory(new Addresses("steward", 1), TestNode.NAME, TestNode.CLOCK);

  @TempDir private Path data = Path.of("");
  private final List<String> done = new CopyOnWriteArrayList<>();

  private static LedgerEntry entry() {
    return new LedgerEntry(
        ID,
        SUBJECT,
        TestNode.CENTRAL,
        TestNode.CLOCK.instant(),
        LedgerEntry.Limits.NONE,
        LedgerEntry.Origin.stored(1),
        LedgerEntry.Arguments.of("{\"text\":\"again\"}".getBytes(StandardCharsets.UTF_8)));
  }

  private Reply print(ActHandler.Arguments arguments, io.steward.api.CommandContext context)
      throws IOException {
    done.add(arguments.text());
    context.output().write("second".getBytes(StandardCharsets.UTF_8));
    return Reply.succeeded();
  }

  private ReceivedAnswers restart(TestBinding binding) throws IOException {
    try (TestNode node = TestNode.with(data, binding.bind("one", this::print))) {
      return node.await(SUBJECT, ID);
    }
  }

  /// Leaves the ledger of a node that died.
  private void crash(State... states) throws IOException {
    try (Ledger ledger = Ledger.open(data, TestNode.CLOCK)) {
      ledger.acceptLater(entry(), ANSWERS.accepted(entry()), Optional.empty()).join();
      for (State state : states) {
        ledger.advance(
            entry().key(),
            state,
            state instanceof State.Terminal terminal
                ? ANSWERS.terminal(entry(), terminal, Map.of())
                : ANSWERS.running(entry()));
      }
    }
  }

  @Test
  void anAcceptedCommandRunsOnce() throws IOException {
    crash();
    assertThat(restart(TestBinding.DEFAULTS).words())
        .isEqualTo("accepted running output succeeded");
    assertThat(done).containsExactly("again");
  }

  @Test
  void aRunningCommandThatIsNotRepeatableIsUnknown() throws IOException {
    crash(State.InProgress.RUNNING);
    ReceivedAnswers answers = restart(TestBinding.DEFAULTS);
    assertThat(answers.words()).isEqualTo("accepted running unknown");
    assertThat(answers.reason()).contains("died");
    assertThat(done).isEmpty();
  }

  @Test
  void aRunningRepeatableCommandRunsAgainAndReportsIt() throws IOException {
    crash(State.InProgress.RUNNING);
    ReceivedAnswers answers = restart(TestBinding.DEFAULTS.asRepeatable());
    assertThat(answers.words()).isEqualTo("accepted running running output succeeded");
    assertThat(done).containsExactly("again");
  }

  @Test
  void aCommandThatRanDuringThreeCrashesIsGivenUp() throws IOException {
    crash(State.InProgress.RUNNING);
    noteCrashes(3);
    ReceivedAnswers answers = restart(TestBinding.DEFAULTS.asRepeatable());
    assertThat(answers.words()).isEqualTo("accepted running unknown");
    assertThat(answers.reason())
        .isEqualTo("the node died each of the 3 times it read or handled it");
    assertThat(done).isEmpty();
  }

  @Test
  void aCommandThatRanDuringTwoCrashesRunsAgain() throws IOException {
    crash(State.InProgress.RUNNING);
    noteCrashes(2);
    ReceivedAnswers answers = restart(TestBinding.DEFAULTS.asRepeatable());
    assertThat(answers.words()).isEqualTo("accepted running running output succeeded");
    assertThat(data.resolve("poison")).isEmptyDirectory();
  }

  @Test
  void aCommandThatOnlyWaitedDuringThreeCrashesRunsAgain() throws IOException {
    crash(State.InProgress.RUNNING);
    for (int again = 0; again < 4; again++) {
      try (Ledger ledger = Ledger.open(data, TestNode.CLOCK)) {
        ledger.recordStart(); // and died
      }
    }
    ReceivedAnswers answers = restart(TestBinding.DEFAULTS.asRepeatable());
    assertThat(answers.words()).isEqualTo("accepted running running output succeeded");
  }

  /// Leaves the note of a command that ran whenever the node died.
  private void noteCrashes(int crashes) throws IOException {
    String key = Sha256.of(SUBJECT + " " + entry().id()).substring(0, 32);
    Path notes = Files.createDirectories(data.resolve("poison"));
    Files.createFile(notes.resolve(key + "." + (crashes - 1) + ".reading"));
  }

  @Test
  void shutdownDoesNotCountAsACrash() throws Exception {
    TestBinding binding = TestBinding.DEFAULTS.asRepeatable();
    Semaphore begun = new Semaphore(0);
    try (TestNode node = new TestNode(data)) {
      String id = node.send(SUBJECT, "again");
      for (int stops = 0; stops < 5; stops++) {
        node.start(
            binding.bind(
                "one",
                (arguments, context) -> {
                  begun.release();
                  new CountDownLatch(1).await();
                  return Reply.succeeded();
                }));
        begun.acquire();
        node.stop();
      }
      node.start(binding.bind("one", this::print));
      assertThat(node.await(SUBJECT, id).words()).endsWith("running output succeeded");
    }
  }

  @Test
  void theOutputOfASecondRunIsNotADuplicateOfTheFirst() throws Exception {
    crash(State.InProgress.RUNNING);
    try (Ledger ledger = Ledger.open(data, TestNode.CLOCK)) {
      ledger
          .outbox()
          .append(
              ANSWERS.output(
                  entry(),
                  io.steward.api.Answer.Channel.STDOUT,
                  0,
                  "first".getBytes(StandardCharsets.UTF_8)));
    }
    assertThat(restart(TestBinding.DEFAULTS.asRepeatable()).words())
        .isEqualTo("accepted running output running output succeeded");
  }

  @Test
  void anUnpublishedOutcomeIsPublishedAndTheCommandNotRunAgain() throws IOException {
    crash(State.InProgress.RUNNING, State.Terminal.SUCCEEDED);
    assertThat(restart(TestBinding.DEFAULTS).words()).isEqualTo("accepted running succeeded");
    assertThat(done).isEmpty();
  }

  @Test
  void rejectsACommandThatIsNoLongerBound() throws IOException {
    crash();
    try (TestNode node = TestNode.with(data)) {
      ReceivedAnswers answers = node.await(SUBJECT, ID);
      assertThat(answers.words()).isEqualTo("accepted rejected");
      assertThat(answers.reason()).contains("nothing here handles");
    }
  }

  @Test
  void aRepeatableCommandInterruptedByAShutdownRunsAgain() throws IOException {
    TestBinding binding = TestBinding.DEFAULTS.asRepeatable();
    try (TestNode node = new TestNode(data)) {
      node.start(
          binding.bind(
              "one",
              (arguments, context) -> {
                new CountDownLatch(1).await();
                return Reply.succeeded();
              }));
      String id = node.send(SUBJECT, "again");
      node.await(SUBJECT, id, "running");
      node.stop();
      assertThat(node.answers(SUBJECT, id).isEnded()).isFalse();
      node.start(binding.bind("one", this::print));
      assertThat(node.await(SUBJECT, id).words())
          .isEqualTo("accepted running running output succeeded");
    }
  }

  @Test
  void commandsStoredWhileTheNodeWasAwayRunOnceAndInOrder() throws IOException {
    CommandSpec<ActHandler.Arguments> spec = TestBinding.DEFAULTS.bind("one", this::print);
    try (TestNode node = TestNode.with(data, spec)) {
      node.await(SUBJECT, node.send(SUBJECT, "before"));
      node.stop();
      node.send(SUBJECT, "first");
      String last = node.send(SUBJECT, "second");
      node.start(spec);
      node.await(SUBJECT, last);
      node.stop();
      node.start(spec);
      node.await(SUBJECT, node.send(SUBJECT, "after"));
      assertThat(done).containsExactly("before", "first", "second", "after");
    }
  }

  @Test
  void aCancellationSentWhileTheNodeWasAwayCancelsAnAcceptedCommand() throws IOException {
    crash();
    try (TestNode node = new TestNode(data)) {
      String cancellation = node.cancel(SUBJECT, ID);
      node.start(TestBinding.DEFAULTS.bind("one", this::print));
      node.await(TestNode.CANCEL, cancellation);
      assertThat(node.await(SUBJECT, ID).words()).isEqualTo("accepted cancelled");
    }
    assertThat(done).isEmpty();
  }

  @Test
  void commandsWithoutAnOutcomeWhenTheLedgerIsLostAreUnknown() throws IOException {
    try (TestNode node = new TestNode(data.resolve("old"))) {
      node.start(
          TestBinding.DEFAULTS.bind(
              "one",
              (arguments, context) -> {
                done.add(arguments.text());
                new CountDownLatch(1).await();
                return Reply.succeeded();
              }));
      String runs = node.send(SUBJECT, "runs");
      String waits = node.send(SUBJECT, "waits");
      node.await(SUBJECT, runs, "running");
      node.await(SUBJECT, waits, "accepted");
      try (TestNode replaced =
          node.onNewDisk(data.resolve("new"))
              .start(TestBinding.DEFAULTS.bind("one", this::print))) {
        assertThat(replaced.await(SUBJECT, runs).words()).isEqualTo("accepted running unknown");
        assertThat(replaced.await(SUBJECT, waits).words()).isEqualTo("accepted unknown");
        assertThat(replaced.answers(SUBJECT, waits).reason()).contains("lost its ledger");
      }
    }
    assertThat(done).containsExactly("runs");
  }

  @Test
  void aNewLedgerDoesNotRepeatAnsweredCommands() throws IOException {
    CommandSpec<ActHandler.Arguments> spec = TestBinding.DEFAULTS.bind("one", this::print);
    try (TestNode node = new TestNode(data.resolve("old"))) {
      node.start(spec);
      node.await(SUBJECT, node.send(SUBJECT, "old"));
      node.stop();
      String waits = node.send(SUBJECT, "new");
      try (TestNode replaced = node.onNewDisk(data.resolve("new")).start(spec)) {
        replaced.await(SUBJECT, waits);
      }
    }
    assertThat(done).containsExactly("old", "new");
  }
}
