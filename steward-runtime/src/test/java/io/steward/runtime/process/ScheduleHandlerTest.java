package io.steward.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.Domain;
import io.steward.api.Message;
import io.steward.api.MethodName;
import io.steward.api.Reply;
import io.steward.api.Subject;
import io.steward.runtime.fleet.MessageHistory;
import io.steward.runtime.fleet.TestClock;
import io.steward.runtime.fleet.UnitDocument.ScheduleReport;
import io.steward.runtime.ledger.Ledger;
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

/// Schedules on a ship whose clock shows midnight, the first of 2026, and goes when a test says so.
class ScheduleHandlerTest {

  private static final Subject SUBJECT = Terms.subject("one");
  private static final Subject SCHEDULE = own("schedule");
  private static final Subject UNSCHEDULE = own("unschedule");
  private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path data = Path.of("");
  private final TestClock clock = new TestClock();
  private final List<String> done = new CopyOnWriteArrayList<>();
  private final Semaphore mayEnd = new Semaphore(0);

  private static Subject own(String method) {
    return Subject.command(Ship.NAME, new MethodName(method), new Domain("steward"));
  }

  private static Instant minutes(int minutes) {
    return MIDNIGHT.plus(Duration.ofMinutes(minutes));
  }

  private Reply note(Act.Arguments arguments) throws InterruptedException {
    done.add(arguments.text());
    if (arguments.text().startsWith("long")) {
      mayEnd.acquire();
    }
    return Reply.succeeded();
  }

  private CommandSpec<Act.Arguments> spec() {
    return spec(Terms.USUAL);
  }

  private CommandSpec<Act.Arguments> spec(Terms terms) {
    return terms.bind("one", (arguments, context) -> note(arguments));
  }

  private Ship start() throws IOException {
    return new Ship(data, clock).start(spec());
  }

  /// A schedule for every ten minutes, but for what is said besides.
  private static Map<String, Object> tenMinutely(String text, Map<String, Object> more) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("name", "often");
    arguments.put("cron", "*/10 * * * *");
    arguments.put("command", "act.one");
    arguments.put("arguments", Map.of("text", text));
    arguments.putAll(more);
    return arguments;
  }

  private static Story set(Ship ship, Map<String, Object> arguments) {
    return ship.await(SCHEDULE, ship.send(Message.to(SCHEDULE, arguments)));
  }

  private static Story set(Ship ship, String text) {
    return set(ship, tenMinutely(text, Map.of()));
  }

  private static Story remove(Ship ship, String name) {
    return ship.await(UNSCHEDULE, ship.send(Message.to(UNSCHEDULE, Map.of("name", name))));
  }

  private static ScheduleReport report(Ship ship) {
    try {
      return ship.node().schedules().getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitRuns(Ship ship, long runs) {
    Ship.await(
        runs + " runs have ended",
        () ->
            report(ship).runs() == runs
                && report(ship).lastState().filter("succeeded"::equals).isPresent());
  }

  private static void awaitSkipped(Ship ship, long skipped) {
    Ship.await(skipped + " are skipped", () -> report(ship).skipped() == skipped);
  }

  @Test
  void runsWhenItIsDueAndSaysWhenThatIsNext() throws Exception {
    try (Ship ship = start()) {
      Story answer = set(ship, "a");
      assertThat(answer.result())
          .isEqualTo(
              Map.of(
                  "name", "often",
                  "next", "2026-01-01T00:10:00Z",
                  "there", "2026-01-01T00:10Z[UTC]"));
      clock.advance(Duration.ofMinutes(10));
      awaitRuns(ship, 1);
      assertThat(done).containsExactly("a");
      ScheduleReport report = report(ship);
      assertThat(report.by()).isEqualTo("central");
      assertThat(report.lastDue()).contains(minutes(10));
      assertThat(report.next()).isEqualTo(minutes(20));
      assertThat(report.arguments()).isEqualTo(Map.of("text", "a"));
      String id = report.lastId().orElseThrow();
      assertThat(ship.story(SUBJECT, id).words()).isEqualTo("accepted running succeeded");
      assertThat(ship.story(SUBJECT, id).told().getFirst().document())
          .containsEntry("schedule", "often")
          .containsEntry("from", "central")
          .containsEntry("arguments", Map.of("text", "a"));
    }
  }

  @Test
  void itsRunsAreInTheHistoryThoughNoMessageBeganThem() throws Exception {
    try (Ship ship = start()) {
      set(ship, "a");
      clock.advance(Duration.ofMinutes(10));
      awaitRuns(ship, 1);
      Ship.await("told", () -> ship.story(SUBJECT, report(ship).lastId().orElseThrow()).isEnded());
      MessageHistory history = new MessageHistory(ship.bus(), clock);
      assertThat(history.since(MIDNIGHT, "ship"))
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
      assertThat(history.since(MIDNIGHT, "other")).isEmpty();
    }
  }

  @Test
  void aNodeThatStartsAgainGoesOnWhereItWas() throws Exception {
    try (Ship ship = start()) {
      set(ship, "a");
      clock.advance(Duration.ofMinutes(10));
      awaitRuns(ship, 1);
      for (int i = 0; i < 3; i++) {
        ship.stop();
        ship.start(spec());
      }
      clock.advance(Duration.ofMinutes(10));
      awaitRuns(ship, 2);
      assertThat(done).containsExactly("a", "a");
    }
  }

  @Test
  void whatWasDueWhileTheNodeWasAwayIsSkipped() throws Exception {
    try (Ship ship = start()) {
      set(ship, "a");
      ship.stop();
      clock.advance(Duration.ofMinutes(35));
      ship.start(spec());
      awaitSkipped(ship, 3);
      clock.advance(Duration.ofMinutes(5));
      awaitRuns(ship, 1);
      assertThat(done).containsExactly("a");
    }
  }

  @Test
  void whatWasDueWhileTheNodeWasAwayRunsOnceWhereThatIsWanted() throws Exception {
    try (Ship ship = start()) {
      set(ship, tenMinutely("a", Map.of("missed", "once")));
      ship.stop();
      clock.advance(Duration.ofMinutes(35));
      ship.start(spec());
      awaitRuns(ship, 1);
      assertThat(report(ship).lastDue()).contains(minutes(30));
      assertThat(report(ship).skipped()).isEqualTo(2);
      ship.stop();
      ship.start(spec());
      clock.advance(Duration.ofMinutes(5));
      awaitRuns(ship, 2);
      assertThat(done).containsExactly("a", "a");
    }
  }

  @Test
  void aClockThatJumpsForwardIsAsAnAbsence() throws Exception {
    try (Ship ship = start()) {
      set(ship, tenMinutely("a", Map.of("missed", "once")));
      clock.jump(Duration.ofDays(1).plusMinutes(5));
      awaitRuns(ship, 1);
      assertThat(report(ship).skipped()).isEqualTo(143);
    }
  }

  @Test
  void aClockThatJumpsBackRunsNothingTwice() throws Exception {
    try (Ship ship = start()) {
      set(ship, "a");
      clock.advance(Duration.ofMinutes(10));
      awaitRuns(ship, 1);
      clock.jump(Duration.ofMinutes(-9));
      Ship.await("it is due again", () -> report(ship).next().equals(minutes(10)));
      clock.advance(Duration.ofMinutes(9));
      Ship.await("it is past it again", () -> report(ship).next().equals(minutes(20)));
      assertThat(report(ship).runs()).isEqualTo(1);
      clock.advance(Duration.ofMinutes(10));
      awaitRuns(ship, 2);
      assertThat(done).containsExactly("a", "a");
    }
  }

  @Test
  void aClockThatWasYearsAheadDoesNotStopIt() throws Exception {
    try (Ship ship = start()) {
      set(ship, "a");
      clock.jump(Duration.ofDays(1000));
      Ship.await("it is in the future", () -> report(ship).next().isAfter(minutes(20)));
      long counted = report(ship).skipped();
      clock.jump(Duration.ofDays(-1000));
      Ship.await("it is back", () -> report(ship).next().equals(minutes(10)));
      clock.advance(Duration.ofMinutes(10));
      Ship.await("it runs", () -> done.size() == 2);
      assertThat(report(ship).skipped()).isEqualTo(counted);
    }
  }

  @Test
  void whatIsStillRunningIsNotOvertaken() throws Exception {
    try (Ship ship = start()) {
      set(ship, "long");
      clock.advance(Duration.ofMinutes(10));
      Ship.await("it runs", () -> done.size() == 1);
      clock.advance(Duration.ofMinutes(10));
      awaitSkipped(ship, 1);
      mayEnd.release();
      awaitRuns(ship, 1);
      clock.advance(Duration.ofMinutes(10));
      Ship.await("it runs again", () -> done.size() == 2);
      mayEnd.release();
    }
  }

  @Test
  void whatIsStillRunningIsWaitedForWhereThatIsWanted() throws Exception {
    try (Ship ship = start()) {
      set(ship, tenMinutely("long", Map.of("overlap", "queue")));
      for (int i = 1; i <= 3; i++) {
        clock.advance(Duration.ofMinutes(10));
        int runs = i;
        Ship.await(i + " are taken", () -> report(ship).runs() == runs);
      }
      assertThat(done).hasSize(1);
      mayEnd.release(3);
      awaitRuns(ship, 3);
      assertThat(done).hasSize(3);
      assertThat(report(ship).skipped()).isZero();
    }
  }

  @Test
  void theSameContentKeepsItsPlaceInTimeAndAnotherBeginsAnew() throws Exception {
    Map<String, Object> once = tenMinutely("a", Map.of("missed", "once"));
    try (Ship ship = start()) {
      set(ship, once);
      clock.advance(Duration.ofMinutes(10));
      awaitRuns(ship, 1);
      set(ship, once);
      assertThat(report(ship).runs()).isEqualTo(1);
      assertThat(report(ship).set()).isEqualTo(minutes(10));
      set(ship, tenMinutely("b", Map.of()));
      assertThat(report(ship).runs()).isZero();
      assertThat(report(ship).lastId()).isEmpty();
      clock.advance(Duration.ofMinutes(10));
      awaitRuns(ship, 1);
      assertThat(done).containsExactly("a", "b");
    }
  }

  @Test
  void isNoMoreWhenItIsRemoved() throws Exception {
    try (Ship ship = start()) {
      set(ship, "a");
      assertThat(remove(ship, "oftn").reason())
          .isEqualTo("there is no schedule \"oftn\"; did you mean \"often\"?");
      assertThat(remove(ship, "often").words()).endsWith("succeeded");
      assertThat(ship.node().schedules()).isEmpty();
      ship.stop();
      clock.advance(Duration.ofMinutes(10));
      ship.start(spec());
      ship.await(SUBJECT, ship.send(SUBJECT, "other"));
      assertThat(done).containsExactly("other");
      assertThat(ship.node().schedules()).isEmpty();
    }
  }

  @Test
  void nobodySchedulesWhatHeCouldNotSend() throws Exception {
    try (Ship ship = new Ship(data, clock)) {
      CommandSpec<Act.Arguments> another =
          Terms.USUAL.bind("two", (arguments, context) -> note(arguments));
      ship.start(spec(Terms.USUAL.from("operator")), another);
      Story answer = set(ship, "a");
      assertThat(answer.words()).isEqualTo("accepted running failed");
      assertThat(answer.reason())
          .isEqualTo(
              "command: central may not send to ship.command.act.one;"
                  + " its binding's \"from\" says who may");
      assertThat(ship.node().schedules()).isEmpty();
    }
  }

  @Test
  void whoMaySendNoLongerRunsNothingAndThatIsTold() throws Exception {
    try (Ship ship = start()) {
      set(ship, "a");
      ship.stop();
      ship.start(spec(Terms.USUAL.from("operator")));
      clock.advance(Duration.ofMinutes(10));
      Ship.await("it is told", () -> report(ship).lastState().isPresent());
      Story story = ship.await(SUBJECT, report(ship).lastId().orElseThrow());
      assertThat(story.words()).isEqualTo("rejected");
      assertThat(story.reason()).startsWith("central may not send to ship.command.act.one");
      ship.stop();
      ship.start();
      clock.advance(Duration.ofMinutes(10));
      Ship.await("it is told", () -> report(ship).lastDue().equals(Optional.of(minutes(20))));
      assertThat(ship.await(SUBJECT, report(ship).lastId().orElseThrow()).reason())
          .isEqualTo("nothing here handles ship.command.act.one now");
      assertThat(done).isEmpty();
    }
  }

  @Test
  void everythingThatIsWrongIsSaidAndNothingIsSet() throws Exception {
    try (Ship ship = start()) {
      Map<String, Object> wrong = tenMinutely("a", Map.of());
      wrong.put("name", "a b");
      wrong.put("cron", "60 * * * *");
      wrong.put("zone", "Europe/Osl");
      wrong.put("missed", "onse");
      wrong.put("overlap", "que");
      wrong.put("jiter", "5m");
      Story story = set(ship, wrong);
      assertThat(story.words()).isEqualTo("accepted rejected");
      assertThat(story.reason())
          .contains(
              "name: \"a b\" is not a name",
              "cron: \"60\" is not a minute, which is 0 to 59",
              "did you mean \"Europe/Oslo\"?",
              "missed: no such value; did you mean \"once\"?",
              "overlap: no such value; did you mean \"queue\"?",
              "jiter: no such key; did you mean \"jitter\"?");
      assertThat(set(ship, tenMinutely("a", Map.of("command", "act.oen"))).reason())
          .isEqualTo("command: nothing here is bound as \"act.oen\"; did you mean \"act.one\"?");
      assertThat(set(ship, tenMinutely("a", Map.of("command", "cancel.steward"))).reason())
          .startsWith("command: nothing here is bound as \"cancel.steward\"");
      assertThat(set(ship, tenMinutely("a", Map.of("arguments", Map.of("txt", "a")))).reason())
          .contains("arguments.txt: no such key; did you mean \"text\"?");
      assertThat(set(ship, tenMinutely("a", Map.of("jitter", "25h"))).reason())
          .contains("jitter is from 0s to 24h");
      assertThat(set(ship, tenMinutely("a", Map.of("timeout", "0s"))).reason())
          .contains("timeout must be longer than nothing");
      assertThat(set(ship, "a".repeat(1 << 16)).reason())
          .contains("all schedules of this node together", "65536");
      assertThat(ship.node().schedules()).isEmpty();
    }
  }

  @Test
  void aRunThatWasAcceptedBeforeTheNodeDiedRunsOnce() throws Exception {
    try (Ship ship = start()) {
      set(ship, tenMinutely("long", Map.of("overlap", "queue")));
      clock.advance(Duration.ofMinutes(10));
      Ship.await("it runs", () -> done.size() == 1);
      clock.advance(Duration.ofMinutes(10));
      Ship.await("the next waits", () -> report(ship).runs() == 2);
      String waits = report(ship).lastId().orElseThrow();
      ship.stop();
      mayEnd.release(2);
      ship.start(spec());
      Story story = ship.await(SUBJECT, waits);
      assertThat(story.words()).isEqualTo("accepted running succeeded");
      assertThat(done).hasSize(2);
      assertThat(report(ship).runs()).isEqualTo(2);
    }
  }

  @Test
  void whatItRanLastIsNotForgotten() throws Exception {
    try (Ship ship = start()) {
      set(ship, "a");
      clock.advance(Duration.ofMinutes(10));
      awaitRuns(ship, 1);
      String last = report(ship).lastId().orElseThrow();
      ship.stop();
      try (Ledger ledger = Ledger.open(data, clock)) {
        ledger.forget(clock.instant().plusSeconds(1), Duration.ZERO);
        ledger.forget(clock.instant().plusSeconds(60), Duration.ZERO);
        assertThat(ledger.size()).isEqualTo(1);
        assertThat(ledger.state(last)).isPresent();
      }
    }
  }
}
