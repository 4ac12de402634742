package io.steward.distribution.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.distribution.faults.History.Effect;
import io.steward.distribution.faults.History.ReportedState;
import io.steward.distribution.faults.Report.Fault;
import io.steward.distribution.faults.Report.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The checker finds violations of each kind.
class CheckerTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String ONCE = "ship.command.note.once";

  private final List<Sent> sent = new ArrayList<>();
  private final List<Effect> effects = new ArrayList<>();
  private final List<ReportedState> reported = new ArrayList<>();

  private void sent(String id, Sent.Kind kind) {
    sent.add(new Sent(id, "shore", ONCE, kind, true, Optional.empty()));
  }

  private void done(String id) {
    effects.add(new Effect(ONCE, id));
  }

  private void reported(String id, String... states) {
    for (String state : states) {
      reported.add(new ReportedState(id, id + "." + state, state));
    }
  }

  /// A command that succeeded.
  private void succeed(String id) {
    sent(id, Sent.Kind.ONCE);
    done(id);
    reported(id, "accepted", "running", "succeeded");
  }

  private Report check(Checker.Broker broker) {
    return Checker.check(new History(sent, effects, reported), broker, NOW);
  }

  private List<Kind> found() {
    return check(Checker.Broker.KEPT_ALL).faults().stream().map(Fault::kind).toList();
  }

  @Test
  void reportsNoViolationInACorrectHistory() {
    succeed("a");
    succeed("b");
    sent("event", Sent.Kind.EVENT);
    done("event");
    reported("event", "accepted");
    Report report = check(Checker.Broker.KEPT_ALL);
    assertThat(report.faults()).isEmpty();
    assertThat(report.toString())
        .startsWith("sent 3, stored 3; accepted 1, succeeded 2; lost 0, doubled 0");
  }

  @Test
  void findsLostMessages() {
    sent("a", Sent.Kind.ONCE);
    sent("b", Sent.Kind.ONCE);
    reported("b", "accepted", "running");
    assertThat(found()).containsExactly(Kind.LOST, Kind.LOST);
  }

  @Test
  void ignoresMessagesNeverAcknowledged() {
    sent.add(new Sent("a", "shore", ONCE, Sent.Kind.ONCE, false, Optional.empty()));
    assertThat(found()).isEmpty();
  }

  @Test
  void countsMessagesThatExpiredUnseen() {
    sent.add(new Sent("a", "shore", ONCE, Sent.Kind.ONCE, true, Optional.of(NOW.minusSeconds(1))));
    sent.add(new Sent("b", "shore", ONCE, Sent.Kind.ONCE, true, Optional.of(NOW.plusSeconds(1))));
    assertThat(check(Checker.Broker.KEPT_ALL).ended()).containsEntry("expired unseen", 1L);
    assertThat(found()).containsExactly(Kind.LOST);
  }

  @Test
  void findsDuplicateEffects() {
    succeed("a");
    done("a");
    assertThat(found()).containsExactly(Kind.DOUBLED);
  }

  @Test
  void findsDuplicateRunsWithOneEffect() {
    sent("a", Sent.Kind.ONCE);
    done("a");
    reported.add(new ReportedState("a", "a.accepted", "accepted"));
    reported.add(new ReportedState("a", "a.running-1", "running"));
    reported.add(new ReportedState("a", "a.running-2", "running"));
    reported.add(new ReportedState("a", "a.succeeded", "succeeded"));
    assertThat(found()).containsExactly(Kind.DOUBLED);
  }

  @Test
  void allowsRepeatedRunsOfRepeatableCommands() {
    sent("a", Sent.Kind.REPEATABLE);
    done("a");
    done("a");
    reported.add(new ReportedState("a", "a.accepted", "accepted"));
    reported.add(new ReportedState("a", "a.running-1", "running"));
    reported.add(new ReportedState("a", "a.running-2", "running"));
    reported.add(new ReportedState("a", "a.succeeded", "succeeded"));
    assertThat(found()).isEmpty();
  }

  @Test
  void findsRepeatableCommandsThatEndUnknown() {
    sent("a", Sent.Kind.REPEATABLE);
    reported("a", "accepted", "running", "unknown");
    assertThat(found()).containsExactly(Kind.UNTRUE);
  }

  @Test
  void findsTwoOutcomes() {
    succeed("a");
    reported("a", "unknown");
    assertThat(found()).contains(Kind.CONFLICTING);
  }

  @Test
  void findsStatesReportedAfterTheOutcome() {
    succeed("a");
    reported("a", "accepted"); // the same answer again, but now the last on its subject
    assertThat(found()).containsExactly(Kind.CONFLICTING);
  }

  @Test
  void ignoresAnswersStoredTwice() {
    succeed("a");
    reported("a", "succeeded");
    assertThat(found()).isEmpty();
  }

  @Test
  void findsReorderedEffects() {
    succeed("a");
    succeed("b");
    effects.add(effects.removeFirst());
    assertThat(found()).containsExactly(Kind.REORDERED);
  }

  @Test
  void findsInvalidTransitions() {
    sent("a", Sent.Kind.ONCE);
    done("a");
    reported("a", "running", "accepted", "succeeded");
    assertThat(found()).containsExactly(Kind.INVALID_TRANSITION);
  }

  @Test
  void expectsOnlyTheOutcomeAfterDataLossAtTheBroker() {
    sent("a", Sent.Kind.ONCE);
    done("a");
    reported("a", "succeeded");
    assertThat(check(Checker.Broker.LOST_SOME).faults()).isEmpty();
    assertThat(found()).containsExactly(Kind.INVALID_TRANSITION);
  }

  @Test
  void findsASuccessWithoutAnEffect() {
    sent("a", Sent.Kind.ONCE);
    reported("a", "accepted", "running", "succeeded");
    assertThat(found()).containsExactly(Kind.UNTRUE);
  }

  @Test
  void findsARejectionWithAnEffect() {
    sent("a", Sent.Kind.ONCE);
    done("a");
    reported("a", "rejected");
    assertThat(found()).containsExactly(Kind.UNTRUE);
  }

  @Test
  void findsEffectsOfMessagesNeverSent() {
    done("a");
    assertThat(found()).containsExactly(Kind.UNTRUE);
  }
}
