package io.steward.runtime.node;

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
import io.steward.runtime.outbox.AnswerFactory;
import io.steward.runtime.process.StartupSpec;
import io.steward.runtime.process.Workload;
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

/// The commands that a node runs at its start.
class StartupCommandsTest {

  private static final Subject SUBJECT = TestBinding.subject("one");

  @TempDir private Path data = Path.of("");
  private final List<String> done = new CopyOnWriteArrayList<>();

  private static StartupSpec command(String text) {
    return new StartupSpec(SUBJECT, Map.of("text", text), Optional.empty());
  }

  private Workload workload(TestBinding binding, StartupSpec... startup) {
    return new Workload(
        List.of(binding.bind("one", (arguments, context) -> record(arguments))),
        List.of(),
        List.of(),
        List.of(startup));
  }

  private Reply record(ActHandler.Arguments arguments) throws InterruptedException {
    done.add(arguments.text());
    if (arguments.text().equals("block")) {
      new CountDownLatch(1).await();
    }
    return Reply.succeeded();
  }

  private static List<MessageHistory.Row> history(TestNode node) throws Exception {
    return new MessageHistory(node.bus(), TestNode.CLOCK)
        .since(Instant.now().minus(Duration.ofHours(1)), "ship").entries().stream()
            .filter(row -> row.schedule().isPresent())
            .toList();
  }

  private static void awaitStates(TestNode node, String... states) {
    TestNode.await(
        "the states are " + List.of(states),
        () ->
            history(node).stream().map(row -> row.state().word()).toList().equals(List.of(states)));
  }

  @Test
  void runAtEachStartInOrderAndBeforeStoredCommands() throws Exception {
    try (TestNode node = new TestNode(data)) {
      String stored = node.send(SUBJECT, "stored");
      Workload workload =
          workload(
              TestBinding.DEFAULTS.acceptingFrom("central"), command("first"), command("second"));
      node.start(workload);
      node.await(SUBJECT, stored);
      node.stop();
      node.start(workload);
      awaitStates(node, "succeeded", "succeeded", "succeeded", "succeeded");
      assertThat(done).containsExactly("first", "second", "stored", "first", "second");
      assertThat(history(node))
          .allSatisfy(row -> {
            assertThat(row.from()).isEqualTo("ship");
            assertThat(row.schedule()).contains("@startup");
          })
          .extracting(MessageHistory.Row::id)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void commandsLeftFromTheLastStartAreCancelled() throws Exception {
    try (TestNode node = new TestNode(data)) {
      node.start(workload(TestBinding.DEFAULTS, command("block"), command("waits")));
      TestNode.await("it runs", () -> done.equals(List.of("block")));
      node.stop();
      node.start(workload(TestBinding.DEFAULTS, command("new")));
      awaitStates(node, "cancelled", "cancelled", "succeeded");
      assertThat(history(node).get(1).reason()).isEqualTo("the node restarted before it ran");
      assertThat(done).containsExactly("block", "new");
    }
  }

  @Test
  void aCommandThatRanDuringACrashIsUnknownAndTheNewOneRuns() throws Exception {
    AnswerFactory answers =
        new AnswerFactory(new Addresses("steward", 1), TestNode.NAME, TestNode.CLOCK);
    LedgerEntry entry =
        new LedgerEntry(
            MessageIdGenerator.next(TestNode.CLOCK),
            SUBJECT,
            TestNode.NAME,
            TestNode.CLOCK.instant(),
            LedgerEntry.Limits.NONE,
            LedgerEntry.Origin.trigger(LedgerEntry.STARTUP),
            LedgerEntry.Arguments.of(Json.write(Map.of("text", "before"))));
    try (Ledger ledger = Ledger.open(data, TestNode.CLOCK)) {
      ledger.acceptLater(entry, answers.accepted(entry), Optional.empty()).join();
      ledger.advance(entry.key(), State.InProgress.RUNNING, answers.running(entry));
    }
    try (TestNode node = new TestNode(data)) {
      node.start(workload(TestBinding.DEFAULTS, command("new")));
      awaitStates(node, "unknown", "succeeded");
      assertThat(done).containsExactly("new");
    }
  }

  @Test
  void haveTheirOwnTimeout() throws IOException {
    try (TestNode node = new TestNode(data)) {
      node.start(
          workload(
              TestBinding.DEFAULTS,
              new StartupSpec(
                  SUBJECT, Map.of("text", "block"), Optional.of(Duration.ofMillis(50)))));
      awaitStates(node, "timed-out");
    }
  }
}
