package io.steward.distribution.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.distribution.faults.History.Effect;
import io.steward.distribution.faults.History.Told;
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
  private final List<Told> told = new ArrayList<>();

  private void sent(String id, Sent.Kind kind) {
    sent.add(new Sent(id, "shore", ONCE, kind, true, Optional.empty()));
  }

  private void done(String id) {
    effects.add(new Effect(ONCE, id));
  }

  private void told(String id, String... states) {
    for (String state : states) {
      told.add(new Told(id, id + "." + state, state));
    }
  }

  /// A command that succeeded.
  private void well(String id) {
    sent(id, Sent.Kind.ONCE);
    done(id);
    told(id, "accepted", "running", "succeeded");
  }

  private Report check(Checker.Broker broker) {
    return Checker.check(new History(sent, effects, told), broker, NOW);
  }

  private List<Kind> found() {
    return check(Checker.Broker.KEPT_ALL).faults().stream().map(Fault::kind).toList();
  }

  @Test
  void reportsNoViolationInACorrectHistory() {
    well("a");
    well("b");
    sent("event", Sent.Kind.EVENT);
    done("event");
    told("event", "accepted");
    Report report = check(Checker.Broker.KEPT_ALL);
    assertThat(report.faults()).isEmpty();
    assertThat(report.toString())
        .startsWith("sent 3, stored 3; accepted 1, succeeded 2; lost 0, doubled 0");
  }

  @Test
  void findsLostMessages() {
    sent("a", Sent.Kind.ONCE);
    sent("b", Sent.Kind.ONCE);
    told("b", "accepted", "running");
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
    well("a");
    done("a");
    assertThat(found()).containsExactly(Kind.DOUBLED);
  }

  @Test
  void findsDuplicateRunsWithOneEffect() {
    sent("a", Sent.Kind.ONCE);
    done("a");
    told.add(new Told("a", "a.accepted", "accepted"));
    told.add(new Told("a", "a.running-1", "running"));
    told.add(new Told("a", "a.running-2", "running"));
    told.add(new Told("a", "a.succeeded", "succeeded"));
    assertThat(found()).containsExactly(Kind.DOUBLED);
  }

  @Test
  void allowsRepeatedRunsOfRepeatableCommands() {
    sent("a", Sent.Kind.REPEATABLE);
    done("a");
    done("a");
    told.add(new Told("a", "a.accepted", "accepted"));
    told.add(new Told("a", "a.running-1", "running"));
    told.add(new Told("a", "a.running-2", "running"));
    told.add(new Told("a", "a.succeeded", "succeeded"));
    assertThat(found()).isEmpty();
  }

  @Test
  void findsRepeatableCommandsThatEndUnknown() {
    sent("a", Sent.Kind.REPEATABLE);
    told("a", "accepted", "running", "unknown");
    assertThat(found()).containsExactly(Kind.UNTRUE);
  }

  @Test
  void findsTwoOutcomes() {
    well("a");
    told("a", "unknown");
    assertThat(found()).contains(Kind.CONFLICTING);
  }

  @Test
  void findsStatesReportedAfterTheOutcome() {
    well("a");
    told("a", "accepted"); // the same answer again, but now the last on its subject
    assertThat(found()).containsExactly(Kind.CONFLICTING);
  }

  @Test
  void ignoresAnswersStoredTwice() {
    well("a");
    told("a", "succeeded");
    assertThat(found()).isEmpty();
  }

  @Test
  void findsReorderedEffects() {
    well("a");
    well("b");
    effects.add(effects.removeFirst());
    assertThat(found()).containsExactly(Kind.REORDERED);
  }

  @Test
  void findsInvalidTransitions() {
    sent("a", Sent.Kind.ONCE);
    done("a");
    told("a", "running", "accepted", "succeeded");
    assertThat(found()).containsExactly(Kind.INVALID_TRANSITION);
  }

  @Test
  void expectsOnlyTheOutcomeAfterDataLossAtTheBroker() {
    sent("a", Sent.Kind.ONCE);
    done("a");
    told("a", "succeeded");
    assertThat(check(Checker.Broker.LOST_SOME).faults()).isEmpty();
    assertThat(found()).containsExactly(Kind.INVALID_TRANSITION);
  }

  @Test
  void findsASuccessWithoutAnEffect() {
    sent("a", Sent.Kind.ONCE);
    told("a", "accepted", "running", "succeeded");
    assertThat(found()).containsExactly(Kind.UNTRUE);
  }

  @Test
  void findsARejectionWithAnEffect() {
    sent("a", Sent.Kind.ONCE);
    done("a");
    told("a", "rejected");
    assertThat(found()).containsExactly(Kind.UNTRUE);
  }

  @Test
  void findsEffectsOfMessagesNeverSent() {
    done("a");
    assertThat(found()).containsExactly(Kind.UNTRUE);
  }
}
