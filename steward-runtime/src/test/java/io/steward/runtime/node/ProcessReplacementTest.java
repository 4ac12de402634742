package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.Domain;
import io.steward.api.Message;
import io.steward.api.MethodName;
import io.steward.api.Reply;
import io.steward.api.Subject;
import io.steward.runtime.process.CommandSpec;
import io.steward.runtime.process.RestartPolicy;
import io.steward.runtime.process.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Processes that are replaced while their node runs.
class ProcessReplacementTest {

  private static final Subject ONE = TestBinding.subject("one");
  private static final Subject OTHER = TestBinding.subject("other");
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration IMMEDIATELY = Duration.ofMillis(1);

  @TempDir private Path data = Path.of("");

  private static Workload workload(CommandSpec<?>... commands) {
    return new Workload(List.of(commands), List.of(), List.of());
  }

  private static CommandSpec<?> replying(String domain, String what) {
    return TestBinding.DEFAULTS.bind(domain, (arguments, context) -> Reply.succeeded(what));
  }

  private static Subject builtin(String method) {
    return Subject.command(TestNode.NAME, new MethodName(method), new Domain("steward"));
  }

  private static ReceivedAnswers ask(TestNode node, Subject subject, Map<String, ?> arguments) {
    return node.await(subject, node.send(Message.to(subject, arguments)));
  }

  @Test
  void replacingAHandlerNeitherLosesNorRepeatsCommands() throws Exception {
    List<String> runs = new CopyOnWriteArrayList<>();
    try (TestNode node = TestNode.with(data, counting(runs, 0))) {
      List<String> ids = new ArrayList<>();
      for (int version = 1; version <= 20; version++) {
        for (int i = 0; i < 20; i++) {
          ids.add(node.send(ONE, "" + ids.size()));
        }
        node.engine().retire(Set.of(ONE.toString()), TIMEOUT);
        ids.add(node.send(ONE, "" + ids.size()));
        node.engine().apply(workload(counting(runs, version)), TIMEOUT);
      }
      ids.forEach(
          id -> assertThat(node.await(ONE, id).words()).isEqualTo("accepted running succeeded"));
      assertThat(runs)
          .containsExactlyElementsOf(
              IntStream.range(0, ids.size()).mapToObj(String::valueOf).toList());
      assertThat(node.await(ONE, ids.getLast()).result()).isEqualTo(20);
    }
  }

  private static CommandSpec<?> counting(List<String> runs, int version) {
    return TestBinding.DEFAULTS.bind(
        "one",
        (arguments, context) -> {
          runs.add(arguments.text());
          return Reply.succeeded(version);
        });
  }

  @Test
  void aRunningCommandMayEndBeforeItsHandlerIsReplaced() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    ActHandler.Action slow =
        (arguments, context) -> {
          release.await();
          return Reply.succeeded("old");
        };
    try (TestNode node = TestNode.with(data, TestBinding.DEFAULTS.bind("one", slow))) {
      String running = node.send(ONE, "");
      node.await(ONE, running, "running");
      String waits = node.send(ONE, "");
      node.await(ONE, waits, "accepted");
      Thread replacing =
          Thread.startVirtualThread(() -> apply(node, workload(replying("one", "new")), TIMEOUT));
      TestNode.await(
          "the replacement waits for the running command",
          () ->
              replacing.getState() == Thread.State.TIMED_WAITING
                  || replacing.getState() == Thread.State.WAITING);
      release.countDown();
      replacing.join();
      assertThat(node.await(ONE, running).result()).isEqualTo("old");
      assertThat(node.await(ONE, waits).result()).isEqualTo("new");
    }
  }

  private static void apply(TestNode node, Workload workload, Duration gracePeriod) {
    try {
      node.engine().apply(workload, gracePeriod);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void interruptsARunThatTakesTooLongAndRepeatsARepeatableOne() throws Exception {
    ActHandler.Action endless =
        (arguments, context) -> {
          new CountDownLatch(1).await();
          return Reply.succeeded();
        };
    try (TestNode node =
        TestNode.with(
            data,
            TestBinding.DEFAULTS.bind("one", endless),
            TestBinding.DEFAULTS.asRepeatable().bind("other", endless))) {
      String once = node.send(ONE, "");
      String again = node.send(OTHER, "");
      node.await(ONE, once, "running");
      node.await(OTHER, again, "running");
      apply(node, workload(replying("one", "new"), replying("other", "new")), IMMEDIATELY);
      assertThat(node.await(ONE, once).words()).isEqualTo("accepted running cancelled");
      assertThat(node.answers(ONE, once).reason())
          .isEqualTo("its process was stopped while it ran");
      assertThat(node.await(OTHER, again).words()).isEqualTo("accepted running running succeeded");
    }
  }

  @Test
  void unchangedBindingsAreNotInterrupted() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CommandSpec<?> stays =
        TestBinding.DEFAULTS.bind(
            "one",
            (arguments, context) -> {
              release.await();
              return Reply.succeeded("undisturbed");
            });
    try (TestNode node = TestNode.with(data, stays)) {
      String running = node.send(ONE, "");
      node.await(ONE, running, "running");
      apply(node, workload(stays, replying("other", "new")), IMMEDIATELY);
      assertThat(ask(node, OTHER, Map.of("text", "")).result()).isEqualTo("new");
      assertThat(node.answers(ONE, running).isEnded()).isFalse();
      release.countDown();
      assertThat(node.await(ONE, running).result()).isEqualTo("undisturbed");
    }
  }

  @Test
  void aNewBindingExecutesNewCommandsAndNoneThatWereRejected() throws Exception {
    try (TestNode node = TestNode.with(data, replying("one", ""))) {
      String before = node.send(OTHER, "");
      assertThat(node.await(OTHER, before).words()).isEqualTo("rejected");
      apply(node, workload(replying("one", ""), replying("other", "now")), TIMEOUT);
      assertThat(ask(node, OTHER, Map.of("text", "")).result()).isEqualTo("now");
      assertThat(node.answers(OTHER, before).words()).isEqualTo("rejected");
    }
  }

  @Test
  void rejectsWaitingAndLaterCommandsOfARemovedBinding() throws Exception {
    try (TestNode node = TestNode.with(data, replying("one", ""), replying("other", ""))) {
      assertThat(ask(node, builtin("drain"), Map.of()).words()).endsWith("succeeded");
      String waits = node.send(OTHER, "");
      node.await(OTHER, waits, "accepted");
      apply(node, workload(replying("one", "")), TIMEOUT);
      assertThat(node.await(OTHER, waits).words()).isEqualTo("accepted rejected");
      assertThat(node.answers(OTHER, waits).reason())
          .isEqualTo("nothing here handles ship.command.act.other any more");
      ReceivedAnswers after = ask(node, OTHER, Map.of("text", ""));
      assertThat(after.words()).isEqualTo("rejected");
      assertThat(after.reason()).contains("nothing here handles").contains("ship.command.act.one");
    }
  }

  @Test
  void aProcessWithoutAHandlerRejectsUntilItHasOneAgain() throws Exception {
    try (TestNode node = TestNode.with(data, replying("one", ""))) {
      String why = "no plugin here has the method act any more";
      apply(
          node,
          new Workload(List.of(), List.of(), List.of(), List.of(), Map.of(ONE.toString(), why)),
          TIMEOUT);
      ReceivedAnswers refused = ask(node, ONE, Map.of("text", ""));
      assertThat(refused.words()).isEqualTo("accepted rejected");
      assertThat(refused.reason()).isEqualTo(why);
      assertThat(node.report(ONE).state()).isEqualTo(why);
      apply(node, workload(replying("one", "back")), TIMEOUT);
      assertThat(ask(node, ONE, Map.of("text", "")).result()).isEqualTo("back");
      assertThat(node.report(ONE).state()).isEqualTo("idle");
    }
  }

  @Test
  void aHandlerThatKeepsFailingIsDisabledUntilItsProcessIsStarted() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    ActHandler.Action broken =
        (arguments, context) -> {
          if (calls.incrementAndGet() <= RestartPolicy.MAX_FAILURES) {
            throw new IllegalStateException("bang");
          }
          return Reply.succeeded();
        };
    try (TestNode node =
        TestNode.with(
            data, TestBinding.DEFAULTS.bind("one", broken), replying("other", "undisturbed"))) {
      for (int i = 0; i < RestartPolicy.MAX_FAILURES; i++) {
        assertThat(ask(node, ONE, Map.of("text", "")).words()).isEqualTo("accepted running failed");
      }
      ReceivedAnswers refused = ask(node, ONE, Map.of("text", ""));
      assertThat(refused.words()).isEqualTo("accepted rejected");
      assertThat(refused.reason())
          .isEqualTo(
              "broken: disabled after 8 consecutive failures; the last: broken:"
                  + " java.lang.IllegalStateException: bang");
      assertThat(node.report(ONE).state()).startsWith("broken: ");
      assertThat(calls).hasValue(RestartPolicy.MAX_FAILURES);
      assertThat(ask(node, OTHER, Map.of("text", "")).result()).isEqualTo("undisturbed");
      assertThat(
              ask(node, builtin("processes"), Map.of("action", "start", "process", ONE.toString()))
                  .words())
          .endsWith("succeeded");
      assertThat(ask(node, ONE, Map.of("text", "")).words()).endsWith("succeeded");
    }
  }

  @Test
  void commandsWaitWhileTheirProcessIsStopped() throws Exception {
    try (TestNode node = TestNode.with(data, replying("one", "done"))) {
      ReceivedAnswers stopped =
          ask(node, builtin("processes"), Map.of("action", "stop", "process", ONE.toString()));
      assertThat(stopped.output()).isEqualTo("ship.command.act.one: stopped by central\n");
      String waits = node.send(ONE, "");
      node.await(ONE, waits, "accepted");
      assertThat(node.report(ONE).state()).isEqualTo("stopped by central");
      assertThat(node.report(ONE).waiting()).isEqualTo(1);
      ask(node, builtin("processes"), Map.of("action", "start", "process", ONE.toString()));
      assertThat(node.await(ONE, waits).result()).isEqualTo("done");
    }
  }

  @Test
  void aDrainedNodeExecutesOnlyBuiltinCommandsUntilUndone() throws Exception {
    try (TestNode node = TestNode.with(data, replying("one", "one"), replying("other", "other"))) {
      assertThat(ask(node, builtin("drain"), Map.of()).words()).endsWith("succeeded");
      String one = node.send(ONE, "");
      String other = node.send(OTHER, "");
      node.await(ONE, one, "accepted");
      node.await(OTHER, other, "accepted");
      assertThat(ask(node, builtin("ping"), Map.of()).words()).endsWith("succeeded");
      assertThat(node.answers(ONE, one).isEnded()).isFalse();
      assertThat(node.answers(OTHER, other).isEnded()).isFalse();
      ask(node, builtin("drain"), Map.of("undo", true));
      assertThat(node.await(ONE, one).result()).isEqualTo("one");
      assertThat(node.await(OTHER, other).result()).isEqualTo("other");
    }
  }

  @Test
  void onlySendersAllowedEverywhereMayDrainOrStopOtherProcesses() throws IOException {
    try (TestNode node =
        TestNode.with(
            data,
            TestBinding.DEFAULTS
                .acceptingFrom("central")
                .bind("one", (arguments, context) -> Reply.succeeded()),
            TestBinding.DEFAULTS
                .acceptingFrom("other")
                .bind("other", (arguments, context) -> Reply.succeeded()))) {
      assertThat(ask(node, builtin("drain"), Map.of()).words()).isEqualTo("rejected");
      assertThat(ask(node, builtin("reload"), Map.of()).words()).isEqualTo("rejected");
      assertThat(ask(node, builtin("ping"), Map.of()).words()).endsWith("succeeded");
      ReceivedAnswers stopped =
          ask(node, builtin("processes"), Map.of("action", "stop", "process", OTHER.toString()));
      assertThat(stopped.reason()).isEqualTo("central may not stop or start " + OTHER);
      assertThat(
              ask(node, builtin("processes"), Map.of("action", "stop", "process", ONE.toString()))
                  .words())
          .endsWith("succeeded");
    }
  }
}
