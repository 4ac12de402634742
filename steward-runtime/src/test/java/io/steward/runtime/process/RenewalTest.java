package io.steward.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.Domain;
import io.steward.api.Message;
import io.steward.api.MethodName;
import io.steward.api.Reply;
import io.steward.api.Subject;
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

/// Processes that become others while their node runs.
class RenewalTest {

  private static final Subject ONE = Terms.subject("one");
  private static final Subject OTHER = Terms.subject("other");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  @TempDir private Path data = Path.of("");

  private static Workload work(CommandSpec<?>... commands) {
    return new Workload(List.of(commands), List.of(), List.of());
  }

  private static CommandSpec<?> says(String domain, String what) {
    return Terms.USUAL.bind(domain, (arguments, context) -> Reply.succeeded(what));
  }

  private static Subject own(String method) {
    return Subject.command(Ship.NAME, new MethodName(method), new Domain("steward"));
  }

  private static Story ask(Ship ship, Subject subject, Map<String, ?> arguments) {
    return ship.await(subject, ship.send(Message.to(subject, arguments)));
  }

  @Test
  void aHandlerIsReplacedWithoutLosingOrRepeatingACommand() throws Exception {
    List<String> runs = new CopyOnWriteArrayList<>();
    try (Ship ship = Ship.with(data, counting(runs, 0))) {
      List<String> ids = new ArrayList<>();
      for (int version = 1; version <= 20; version++) {
        for (int i = 0; i < 20; i++) {
          ids.add(ship.send(ONE, "" + ids.size()));
        }
        ship.node().retire(Set.of(ONE.toString()), PATIENCE);
        ids.add(ship.send(ONE, "" + ids.size()));
        ship.node().apply(work(counting(runs, version)), PATIENCE);
      }
      ids.forEach(
          id -> assertThat(ship.await(ONE, id).words()).isEqualTo("accepted running succeeded"));
      assertThat(runs)
          .containsExactlyElementsOf(
              IntStream.range(0, ids.size()).mapToObj(String::valueOf).toList());
      assertThat(ship.await(ONE, ids.getLast()).result()).isEqualTo(20);
    }
  }

  private static CommandSpec<?> counting(List<String> runs, int version) {
    return Terms.USUAL.bind(
        "one",
        (arguments, context) -> {
          runs.add(arguments.text());
          return Reply.succeeded(version);
        });
  }

  @Test
  void whatRunsMayEndBeforeItsHandlerIsReplaced() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Act.Doing slow =
        (arguments, context) -> {
          release.await();
          return Reply.succeeded("old");
        };
    try (Ship ship = Ship.with(data, Terms.USUAL.bind("one", slow))) {
      String running = ship.send(ONE, "");
      ship.await(ONE, running, "running");
      String waits = ship.send(ONE, "");
      ship.await(ONE, waits, "accepted");
      Thread replacing =
          Thread.startVirtualThread(() -> take(ship, work(says("one", "new")), PATIENCE));
      release.countDown();
      replacing.join();
      assertThat(ship.await(ONE, running).result()).isEqualTo("old");
      assertThat(ship.await(ONE, waits).result()).isEqualTo("new");
    }
  }

  private static void take(Ship ship, Workload workload, Duration patience) {
    try {
      ship.node().apply(workload, patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whatRunsForTooLongIsInterruptedAndIfItMayBeRunsAgain() throws Exception {
    Act.Doing endless =
        (arguments, context) -> {
          new CountDownLatch(1).await();
          return Reply.succeeded();
        };
    try (Ship ship =
        Ship.with(
            data,
            Terms.USUAL.bind("one", endless),
            Terms.USUAL.andRepeatable().bind("other", endless))) {
      String once = ship.send(ONE, "");
      String again = ship.send(OTHER, "");
      ship.await(ONE, once, "running");
      ship.await(OTHER, again, "running");
      take(ship, work(says("one", "new"), says("other", "new")), AT_ONCE);
      assertThat(ship.await(ONE, once).words()).isEqualTo("accepted running cancelled");
      assertThat(ship.story(ONE, once).reason()).isEqualTo("its process was stopped while it ran");
      assertThat(ship.await(OTHER, again).words()).isEqualTo("accepted running running succeeded");
    }
  }

  @Test
  void whatIsNotDifferentGoesOnUndisturbed() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CommandSpec<?> stays =
        Terms.USUAL.bind(
            "one",
            (arguments, context) -> {
              release.await();
              return Reply.succeeded("undisturbed");
            });
    try (Ship ship = Ship.with(data, stays)) {
      String running = ship.send(ONE, "");
      ship.await(ONE, running, "running");
      take(ship, work(stays, says("other", "new")), AT_ONCE);
      assertThat(ask(ship, OTHER, Map.of("text", "")).result()).isEqualTo("new");
      assertThat(ship.story(ONE, running).isEnded()).isFalse();
      release.countDown();
      assertThat(ship.await(ONE, running).result()).isEqualTo("undisturbed");
    }
  }

  @Test
  void aNewBindingExecutesWhatComesForItAndLeavesWhatWasRefused() throws Exception {
    try (Ship ship = Ship.with(data, says("one", ""))) {
      String before = ship.send(OTHER, "");
      assertThat(ship.await(OTHER, before).words()).isEqualTo("rejected");
      take(ship, work(says("one", ""), says("other", "now")), PATIENCE);
      assertThat(ask(ship, OTHER, Map.of("text", "")).result()).isEqualTo("now");
      assertThat(ship.story(OTHER, before).words()).isEqualTo("rejected");
    }
  }

  @Test
  void whatWaitsForABindingThatIsGoneIsRefusedAndSoIsWhatComesAfterwards() throws Exception {
    try (Ship ship = Ship.with(data, says("one", ""), says("other", ""))) {
      assertThat(ask(ship, own("drain"), Map.of()).words()).endsWith("succeeded");
      String waits = ship.send(OTHER, "");
      ship.await(OTHER, waits, "accepted");
      take(ship, work(says("one", "")), PATIENCE);
      assertThat(ship.await(OTHER, waits).words()).isEqualTo("accepted rejected");
      assertThat(ship.story(OTHER, waits).reason())
          .isEqualTo("nothing here handles ship.command.act.other now");
      Story after = ask(ship, OTHER, Map.of("text", ""));
      assertThat(after.words()).isEqualTo("rejected");
      assertThat(after.reason()).contains("nothing here handles").contains("ship.command.act.one");
    }
  }

  @Test
  void aVacantProcessRefusesUntilItHasAHandlerAgain() throws Exception {
    try (Ship ship = Ship.with(data, says("one", ""))) {
      String why = "no plugin here has the method act any more";
      take(
          ship,
          new Workload(List.of(), List.of(), List.of(), List.of(), Map.of(ONE.toString(), why)),
          PATIENCE);
      Story refused = ask(ship, ONE, Map.of("text", ""));
      assertThat(refused.words()).isEqualTo("accepted rejected");
      assertThat(refused.reason()).isEqualTo(why);
      assertThat(ship.report(ONE).state()).isEqualTo(why);
      take(ship, work(says("one", "back")), PATIENCE);
      assertThat(ask(ship, ONE, Map.of("text", "")).result()).isEqualTo("back");
      assertThat(ship.report(ONE).state()).isEqualTo("idle");
    }
  }

  @Test
  void aHandlerThatBreaksAgainAndAgainIsCalledNoMoreUntilItIsStartedAgain() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Act.Doing broken =
        (arguments, context) -> {
          if (calls.incrementAndGet() <= RestartPolicy.MOST) {
            throw new IllegalStateException("bang");
          }
          return Reply.succeeded();
        };
    try (Ship ship =
        Ship.with(data, Terms.USUAL.bind("one", broken), says("other", "undisturbed"))) {
      for (int i = 0; i < RestartPolicy.MOST; i++) {
        assertThat(ask(ship, ONE, Map.of("text", "")).words()).isEqualTo("accepted running failed");
      }
      Story refused = ask(ship, ONE, Map.of("text", ""));
      assertThat(refused.words()).isEqualTo("accepted rejected");
      assertThat(refused.reason())
          .isEqualTo(
              "broken: it failed 8 times in a row and is called no more; the last: broken:"
                  + " java.lang.IllegalStateException: bang");
      assertThat(ship.report(ONE).state()).startsWith("broken: ");
      assertThat(calls).hasValue(RestartPolicy.MOST);
      assertThat(ask(ship, OTHER, Map.of("text", "")).result()).isEqualTo("undisturbed");
      assertThat(
              ask(ship, own("processes"), Map.of("action", "start", "process", ONE.toString()))
                  .words())
          .endsWith("succeeded");
      assertThat(ask(ship, ONE, Map.of("text", "")).words()).endsWith("succeeded");
    }
  }

  @Test
  void aProcessIsStoppedAndStartedAndWhatComesMeanwhileWaits() throws Exception {
    try (Ship ship = Ship.with(data, says("one", "done"))) {
      Story stopped =
          ask(ship, own("processes"), Map.of("action", "stop", "process", ONE.toString()));
      assertThat(stopped.output()).isEqualTo("ship.command.act.one: stopped by central\n");
      String waits = ship.send(ONE, "");
      ship.await(ONE, waits, "accepted");
      assertThat(ship.report(ONE).state()).isEqualTo("stopped by central");
      assertThat(ship.report(ONE).waiting()).isEqualTo(1);
      ask(ship, own("processes"), Map.of("action", "start", "process", ONE.toString()));
      assertThat(ship.await(ONE, waits).result()).isEqualTo("done");
    }
  }

  @Test
  void aDrainedNodeAnswersPingsAndNothingElseUntilThatIsUndone() throws Exception {
    try (Ship ship = Ship.with(data, says("one", "one"), says("other", "other"))) {
      assertThat(ask(ship, own("drain"), Map.of()).words()).endsWith("succeeded");
      String one = ship.send(ONE, "");
      String other = ship.send(OTHER, "");
      ship.await(ONE, one, "accepted");
      ship.await(OTHER, other, "accepted");
      assertThat(ask(ship, own("ping"), Map.of()).words()).endsWith("succeeded");
      assertThat(ship.story(ONE, one).isEnded()).isFalse();
      assertThat(ship.story(OTHER, other).isEnded()).isFalse();
      ask(ship, own("drain"), Map.of("undo", true));
      assertThat(ship.await(ONE, one).result()).isEqualTo("one");
      assertThat(ship.await(OTHER, other).result()).isEqualTo("other");
    }
  }

  @Test
  void onlyWhoMaySendEverythingMayDrainOrStopWhatIsNotHis() throws IOException {
    try (Ship ship =
        Ship.with(
            data,
            Terms.USUAL.from("central").bind("one", (arguments, context) -> Reply.succeeded()),
            Terms.USUAL.from("other").bind("other", (arguments, context) -> Reply.succeeded()))) {
      assertThat(ask(ship, own("drain"), Map.of()).words()).isEqualTo("rejected");
      assertThat(ask(ship, own("reload"), Map.of()).words()).isEqualTo("rejected");
      assertThat(ask(ship, own("ping"), Map.of()).words()).endsWith("succeeded");
      Story stopped =
          ask(ship, own("processes"), Map.of("action", "stop", "process", OTHER.toString()));
      assertThat(stopped.reason()).isEqualTo("central may not stop or start " + OTHER);
      assertThat(
              ask(ship, own("processes"), Map.of("action", "stop", "process", ONE.toString()))
                  .words())
          .endsWith("succeeded");
    }
  }
}
