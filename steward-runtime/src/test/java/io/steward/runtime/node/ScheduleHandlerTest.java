package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.Domain;
import io.steward.api.Message;
import io.steward.api.MethodName;
import io.steward.api.Reply;
import io.steward.api.Subject;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.MessageIdGenerator;
import io.steward.runtime.fleet.MessageHistory;
import io.steward.runtime.fleet.TestClock;
import io.steward.runtime.fleet.UnitDocument.ScheduleReport;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.process.CommandSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Schedules on a node whose clock starts at midnight on 1 January 2026 and moves only when a test
/// moves it.
class ScheduleHandlerTest {

  private static final Subject SUBJECT = TestBinding.subject("one");
  private static final Subject SCHEDULE = builtin("schedule");
  private static final Subject UNSCHEDULE = builtin("unschedule");
  private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path data = Path.of("");
  private final TestClock clock = new TestClock();
  private final List<String> done = new CopyOnWriteArrayList<>();
  private final Semaphore mayEnd = new Semaphore(0);

  private static Subject builtin(String method) {
    return Subject.command(TestNode.NAME, new MethodName(method), new Domain("steward"));
  }

  private static Instant minutes(int minutes) {
    return MIDNIGHT.plus(Duration.ofMinutes(minutes));
  }

  private Reply record(ActHandler.Arguments arguments) throws InterruptedException {
    done.add(arguments.text());
    if (arguments.text().startsWith("long")) {
      mayEnd.acquire();
    }
    return Reply.succeeded();
  }

  private CommandSpec<ActHandler.Arguments> spec() {
    return spec(TestBinding.DEFAULTS);
  }

  private CommandSpec<ActHandler.Arguments> spec(TestBinding binding) {
    return binding.bind("one", (arguments, context) -> record(arguments));
  }

  private TestNode start() throws IOException {
    return new TestNode(data, clock).start(spec());
  }

  /// A schedule for every ten minutes, with additional arguments.
  private static Map<String, Object> tenMinutely(String text, Map<String, Object> more) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("name", "often");
    arguments.put("cron", "*/10 * * * *");
    arguments.put("command", "act.one");
    arguments.put("arguments", Map.of("text", text));
    arguments.putAll(more);
    return arguments;
  }

  private static ReceivedAnswers set(TestNode node, Map<String, Object> arguments) {
    return node.await(SCHEDULE, node.send(Message.to(SCHEDULE, arguments)));
  }

  private static ReceivedAnswers set(TestNode node, String text) {
    return set(node, tenMinutely(text, Map.of()));
  }

  private static ReceivedAnswers remove(TestNode node, String name) {
    return node.await(UNSCHEDULE, node.send(Message.to(UNSCHEDULE, Map.of("name", name))));
  }

  private static ScheduleReport report(TestNode node) {
    try {
      return node.engine().schedules().getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitRuns(TestNode node, long runs) {
    TestNode.await(
        runs + " runs have ended",
        () ->
            report(node).runs() == runs
                && report(node).lastState().filter("succeeded"::equals).isPresent());
  }

  private static void awaitSkipped(TestNode node, long skipped) {
    TestNode.await(skipped + " are skipped", () -> report(node).skipped() == skipped);
  }

  @Test
  void runsWhenDueAndReportsTheNextRun() throws Exception {
    try (TestNode node = start()) {
      ReceivedAnswers answer = set(node, "a");
      assertThat(answer.result())
          .isEqualTo(
              Map.of(
                  "name", "often",
                  "next", "2026-01-01T00:10:00Z",
                  "there", "2026-01-01T00:10Z[UTC]"));
      clock.advance(Duration.ofMinutes(10));
      awaitRuns(node, 1);
      assertThat(done).containsExactly("a");
      ScheduleReport report = report(node);
      assertThat(report.by()).isEqualTo("central");
      assertThat(report.lastDue()).contains(minutes(10));
      assertThat(report.next()).isEqualTo(minutes(20));
      assertThat(report.arguments()).isEqualTo(Map.of("text", "a"));
      String id = report.lastId().orElseThrow();
      assertThat(node.await(SUBJECT, id).words()).isEqualTo("accepted running succeeded");
      assertThat(node.await(SUBJECT, id).list().getFirst().document())
          .containsEntry("schedule", "often")
          .containsEntry("from", "central")
          .containsEntry("arguments", Map.of("text", "a"));
    }
  }

  @Test
  void runsAreInTheHistoryThoughNoMessageStartedThem() throws Exception {
    try (TestNode node = start()) {
      set(node, "a");
      clock.advance(Duration.ofMinutes(10));
      awaitRuns(node, 1);
      TestNode.await(
          "it is answered",
          () -> node.answers(SUBJECT, report(node).lastId().orElseThrow()).isEnded());
      MessageHistory history = new MessageHistory(node.bus(), clock);
      assertThat(history.since(MIDNIGHT, "ship").entries())
          .filteredOn(row -> row.schedule().isPresent())
          .singleElement()
          .satisfies(row -> {
            assertThat(row.subject()).isEqualTo(SUBJECT);
            assertThat(row.from()).isEqualTo("central");
            assertThat(row.state().word()).isEqualTo("succeeded");
            assertThat(row.schedule()).contains("often");
            MessageHistory.Detail detail = history.of(row.id()).orElseThrow();
            assertThat(detail.row()).isEqualTo(row);
            assertThat(detail.arguments()).isEqualTo("{\"text\":\"a\"}");
            assertThat(detail.steps())
                .extracting(MessageHistory.Step::state)
                .containsExactly("accepted", "running", "succeeded");
          });
      assertThat(history.since(MIDNIGHT, "other").entries()).isEmpty();
    }
  }

  @Test
  void continuesAfterARestartWithoutRepeatingARun() throws Exception {
    try (TestNode node = start()) {
      set(node, "a");
      clock.advance(Duration.ofMinutes(10));
      awaitRuns(node, 1);
      for (int i = 0; i < 3; i++) {
        node.stop();
        node.start(spec());
      }
      clock.advance(Duration.ofMinutes(10));
      awaitRuns(node, 2);
      assertThat(done).containsExactly("a", "a");
    }
  }

  @Test
  void skipsRunsMissedWhileTheNodeWasAway() throws Exception {
    try (TestNode node = start()) {
      set(node, "a");
      node.stop();
      clock.advance(Duration.ofMinutes(35));
      node.start(spec());
      awaitSkipped(node, 3);
      clock.advance(Duration.ofMinutes(5));
      awaitRuns(node, 1);
      assertThat(done).containsExactly("a");
    }
  }

  @Test
  void runsOnceForAllMissedRunsWithMissedOnce() throws Exception {
    try (TestNode node = start()) {
      set(node, tenMinutely("a", Map.of("missed", "once")));
      node.stop();
      clock.advance(Duration.ofMinutes(35));
      node.start(spec());
      awaitRuns(node, 1);
      assertThat(report(node).lastDue()).contains(minutes(30));
      assertThat(report(node).skipped()).isEqualTo(2);
      node.stop();
      node.start(spec());
      clock.advance(Duration.ofMinutes(5));
      awaitRuns(node, 2);
      assertThat(done).containsExactly("a", "a");
    }
  }

  @Test
  void aForwardClockJumpCountsAsMissedRuns() throws Exception {
    try (TestNode node = start()) {
      set(node, tenMinutely("a", Map.of("missed", "once")));
      clock.jump(Duration.ofDays(1).plusMinutes(5));
      awaitRuns(node, 1);
      assertThat(report(node).skipped()).isEqualTo(143);
    }
  }

  @Test
  void aBackwardClockJumpRepeatsNoRun() throws Exception {
    try (TestNode node = start()) {
      set(node, "a");
      clock.advance(Duration.ofMinutes(10));
      awaitRuns(node, 1);
      clock.jump(Duration.ofMinutes(-9));
      TestNode.await("it is due again", () -> report(node).next().equals(minutes(10)));
      clock.advance(Duration.ofMinutes(9));
      TestNode.await("it is past it again", () -> report(node).next().equals(minutes(20)));
      assertThat(report(node).runs()).isEqualTo(1);
      clock.advance(Duration.ofMinutes(10));
      awaitRuns(node, 2);
      assertThat(done).containsExactly("a", "a");
    }
  }

  @Test
  void continuesAfterAClockThatWasYearsAhead() throws Exception {
    try (TestNode node = start()) {
      set(node, "a");
      clock.jump(Duration.ofDays(1000));
      TestNode.await("it is in the future", () -> report(node).next().isAfter(minutes(20)));
      long counted = report(node).skipped();
      clock.jump(Duration.ofDays(-1000));
      TestNode.await("it is back", () -> report(node).next().equals(minutes(10)));
      clock.advance(Duration.ofMinutes(10));
      TestNode.await("it runs", () -> done.size() == 2);
      assertThat(report(node).skipped()).isEqualTo(counted);
    }
  }

  @Test
  void skipsARunWhileTheLastOneIsRunning() throws Exception {
    try (TestNode node = start()) {
      set(node, "long");
      clock.advance(Duration.ofMinutes(10));
      TestNode.await("it runs", () -> done.size() == 1);
      clock.advance(Duration.ofMinutes(10));
      awaitSkipped(node, 1);
      mayEnd.release();
      awaitRuns(node, 1);
      clock.advance(Duration.ofMinutes(10));
      TestNode.await("it runs again", () -> done.size() == 2);
      mayEnd.release();
    }
  }

  @Test
  void queuesRunsWithOverlapQueue() throws Exception {
    try (TestNode node = start()) {
      set(node, tenMinutely("long", Map.of("overlap", "queue")));
      for (int i = 1; i <= 3; i++) {
        clock.advance(Duration.ofMinutes(10));
        int runs = i;
        TestNode.await(i + " are accepted", () -> report(node).runs() == runs);
      }
      assertThat(done).hasSize(1);
      mayEnd.release(3);
      awaitRuns(node, 3);
      assertThat(done).hasSize(3);
      assertThat(report(node).skipped()).isZero();
    }
  }

  @Test
  void settingTheSameContentKeepsTheScheduleAndOtherContentResetsIt() throws Exception {
    Map<String, Object> once = tenMinutely("a", Map.of("missed", "once"));
    try (TestNode node = start()) {
      set(node, once);
      clock.advance(Duration.ofMinutes(10));
      awaitRuns(node, 1);
      set(node, once);
      assertThat(report(node).runs()).isEqualTo(1);
      assertThat(report(node).set()).isEqualTo(minutes(10));
      set(node, tenMinutely("b", Map.of()));
      assertThat(report(node).runs()).isZero();
      assertThat(report(node).lastId()).isEmpty();
      clock.advance(Duration.ofMinutes(10));
      awaitRuns(node, 1);
      assertThat(done).containsExactly("a", "b");
    }
  }

  @Test
  void doesNotRunAfterItIsRemoved() throws Exception {
    try (TestNode node = start()) {
      set(node, "a");
      assertThat(remove(node, "oftn").reason())
          .isEqualTo("there is no schedule \"oftn\"; did you mean \"often\"?");
      assertThat(remove(node, "often").words()).endsWith("succeeded");
      assertThat(node.engine().schedules()).isEmpty();
      node.stop();
      clock.advance(Duration.ofMinutes(10));
      node.start(spec());
      node.await(SUBJECT, node.send(SUBJECT, "other"));
      assertThat(done).containsExactly("other");
      assertThat(node.engine().schedules()).isEmpty();
    }
  }

  @Test
  void aSenderCannotScheduleACommandThatItMayNotSend() throws Exception {
    try (TestNode node = new TestNode(data, clock)) {
      CommandSpec<ActHandler.Arguments> another =
          TestBinding.DEFAULTS.bind("two", (arguments, context) -> record(arguments));
      node.start(spec(TestBinding.DEFAULTS.acceptingFrom("operator")), another);
      ReceivedAnswers answer = set(node, "a");
      assertThat(answer.words()).isEqualTo("accepted running failed");
      assertThat(answer.reason())
          .isEqualTo(
              "command: central may not send to ship.command.act.one;"
                  + " see \"from\" of its binding");
      assertThat(node.engine().schedules()).isEmpty();
    }
  }

  @Test
  void rejectsRunsOnceTheirSenderMayNoLongerSend() throws Exception {
    try (TestNode node = start()) {
      set(node, "a");
      node.stop();
      node.start(spec(TestBinding.DEFAULTS.acceptingFrom("operator")));
      clock.advance(Duration.ofMinutes(10));
      TestNode.await("it is reported", () -> report(node).lastState().isPresent());
      ReceivedAnswers answers = node.await(SUBJECT, report(node).lastId().orElseThrow());
      assertThat(answers.words()).isEqualTo("rejected");
      assertThat(answers.reason()).startsWith("central may not send to ship.command.act.one");
      node.stop();
      node.start();
      clock.advance(Duration.ofMinutes(10));
      TestNode.await(
          "it is reported", () -> report(node).lastDue().equals(Optional.of(minutes(20))));
      assertThat(node.await(SUBJECT, report(node).lastId().orElseThrow()).reason())
          .isEqualTo("nothing here handles ship.command.act.one any more");
      assertThat(done).isEmpty();
    }
  }

  @Test
  void reportsAllProblemsAndSetsNothing() throws Exception {
    try (TestNode node = start()) {
      Map<String, Object> wrong = tenMinutely("a", Map.of());
      wrong.put("name", "a b");
      wrong.put("cron", "60 * * * *");
      wrong.put("zone", "Europe/Osl");
      wrong.put("missed", "onse");
      wrong.put("overlap", "que");
      wrong.put("jiter", "5m");
      ReceivedAnswers answers = set(node, wrong);
      assertThat(answers.words()).isEqualTo("accepted rejected");
      assertThat(answers.reason())
          .contains(
              "name: \"a b\" is not a valid name",
              "cron: \"60\" is not a minute, which is 0 to 59",
              "did you mean \"Europe/Oslo\"?",
              "missed: no such value; did you mean \"once\"?",
              "overlap: no such value; did you mean \"queue\"?",
              "jiter: no such key; did you mean \"jitter\"?");
      assertThat(set(node, tenMinutely("a", Map.of("command", "act.oen"))).reason())
          .isEqualTo("command: nothing here is bound as \"act.oen\"; did you mean \"act.one\"?");
      assertThat(set(node, tenMinutely("a", Map.of("command", "cancel.steward"))).reason())
          .startsWith("command: nothing here is bound as \"cancel.steward\"");
      assertThat(set(node, tenMinutely("a", Map.of("arguments", Map.of("txt", "a")))).reason())
          .contains("arguments.txt: no such key; did you mean \"text\"?");
      assertThat(set(node, tenMinutely("a", Map.of("jitter", "25h"))).reason())
          .contains("jitter must be from 0s to 24h");
      assertThat(set(node, tenMinutely("a", Map.of("timeout", "0s"))).reason())
          .contains("timeout must be positive");
      assertThat(set(node, "a".repeat(1 << 16)).reason())
          .contains("all schedules of this node together", "65536");
      assertThat(node.engine().schedules()).isEmpty();
    }
  }

  @Test
  void aRunAcceptedBeforeARestartRunsOnce() throws Exception {
    try (TestNode node = start()) {
      set(node, tenMinutely("long", Map.of("overlap", "queue")));
      clock.advance(Duration.ofMinutes(10));
      TestNode.await("it runs", () -> done.size() == 1);
      clock.advance(Duration.ofMinutes(10));
      TestNode.await("the next waits", () -> report(node).runs() == 2);
      String waits = report(node).lastId().orElseThrow();
      node.stop();
      mayEnd.release(2);
      node.start(spec());
      ReceivedAnswers answers = node.await(SUBJECT, waits);
      assertThat(answers.words()).isEqualTo("accepted running succeeded");
      assertThat(done).hasSize(2);
      assertThat(report(node).runs()).isEqualTo(2);
    }
  }

  @Test
  void theLedgerKeepsTheLastRun() throws Exception {
    try (TestNode node = start()) {
      set(node, "a");
      clock.advance(Duration.ofMinutes(10));
      awaitRuns(node, 1);
      String last = report(node).lastId().orElseThrow();
      node.stop();
      try (Ledger ledger = Ledger.open(data, clock)) {
        ledger.prune(clock.instant().plusSeconds(1), Duration.ZERO);
        ledger.prune(clock.instant().plusSeconds(60), Duration.ZERO);
        assertThat(ledger.size()).isEqualTo(1);
        assertThat(ledger.schedules().all())
            .singleElement()
            .satisfies(each -> assertThat(each.last().orElseThrow().id()).isEqualTo(last))
            .satisfies(each -> assertThat(each.last().orElseThrow().state()).isPresent());
      }
    }
  }

  private static ReceivedAnswers send(TestNode node, String sender, Message message) {
    String id = MessageIdGenerator.next(TestNode.CLOCK);
    node.send(message, id, Headers.NONE.with(Header.FROM, sender));
    return node.await(message.to(), id);
  }

  /// A node with one command for operators alone, and another one that central may send.
  private TestNode startForOperators() throws IOException {
    return new TestNode(data, clock)
        .start(
            spec(TestBinding.DEFAULTS.acceptingFrom("operator")),
            TestBinding.DEFAULTS.bind("other", (arguments, context) -> Reply.succeeded()));
  }

  @Test
  void aSenderCannotRemoveTheScheduleOfACommandThatItMayNotSend() throws Exception {
    try (TestNode node = startForOperators()) {
      send(node, "operator", Message.to(SCHEDULE, tenMinutely("a", Map.of())));
      assertThat(remove(node, "often").reason())
          .isEqualTo("central may not change this schedule, since it may not send to " + SUBJECT);
      assertThat(node.engine().schedules()).hasSize(1);
    }
  }

  @Test
  void aSenderCannotReplaceTheScheduleOfACommandThatItMayNotSend() throws Exception {
    try (TestNode node = startForOperators()) {
      send(node, "operator", Message.to(SCHEDULE, tenMinutely("a", Map.of())));
      assertThat(set(node, tenMinutely("b", Map.of("command", "act.other"))).reason())
          .isEqualTo(
              "name: central may not change this schedule, since it may not send to " + SUBJECT);
      assertThat(report(node).arguments()).isEqualTo(Map.of("text", "a"));
    }
  }

  @Test
  void onlyItsOwnerMayRemoveTheScheduleOfACommandThatIsBoundNoLonger() throws Exception {
    try (TestNode node = startForOperators()) {
      send(node, "operator", Message.to(SCHEDULE, tenMinutely("a", Map.of())));
    }
    try (TestNode node =
        new TestNode(data, clock)
            .start(TestBinding.DEFAULTS.bind("other", (arguments, context) -> Reply.succeeded()))) {
      assertThat(remove(node, "often").reason())
          .isEqualTo(
              "central may not change this schedule, which operator set and whose command is not"
                  + " bound here");
      assertThat(send(node, "operator", Message.to(UNSCHEDULE, Map.of("name", "often"))).words())
          .isEqualTo("accepted running succeeded");
      assertThat(node.engine().schedules()).isEmpty();
    }
  }
}
