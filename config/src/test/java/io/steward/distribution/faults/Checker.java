package io.steward.distribution.faults;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.steward.api.State;
import io.steward.distribution.faults.History.Effect;
import io.steward.distribution.faults.History.Told;
import io.steward.distribution.faults.Report.Fault;
import io.steward.distribution.faults.Report.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Checks that a history violates no guarantee, and reports each violation.
final class Checker {

  /// What the broker has kept: if it has lost confirmed messages, outcomes are reported again, and
  /// earlier states may be missing.
  enum Broker {
    KEPT_ALL,
    LOST_SOME
  }

  /// Counts messages that expired before a unit received them.
  private static final String UNTAKEN = "expired unseen";

  private static final Set<String> REFUSED = Set.of("rejected", "expired");

  private final Broker broker;
  private final Instant now;
  private final List<Fault> faults = new ArrayList<>();
  private final Map<String, Long> ended = new HashMap<>();

  private Checker(Broker broker, Instant now) {
    this.broker = broker;
    this.now = now;
  }

  /// Checks a complete history.
  ///
  /// @param now messages with an earlier expiry have expired
  static Report check(History history, Broker broker, Instant now) {
    Checker checker = new Checker(broker, now);
    Map<String, List<Told>> told = history.told().stream().collect(groupingBy(Told::id));
    Map<String, Long> effects =
        history.effects().stream().collect(groupingBy(Effect::id, counting()));
    for (Sent sent : history.sent()) {
      checker.exchange(
          sent, told.getOrDefault(sent.id(), List.of()), effects.getOrDefault(sent.id(), 0L));
    }
    checker.order(history);
    long stored = history.sent().stream().filter(Sent::stored).count();
    return new Report(history.sent().size(), stored, checker.ended, checker.faults);
  }

  private void found(Kind kind, String id, String why) {
    faults.add(new Fault(kind, id, why));
  }

  private void exchange(Sent sent, List<Told> told, long effects) {
    List<String> ends =
        told.stream()
            .filter(each -> isEnd(sent, each.state()))
            .map(Told::state)
            .distinct()
            .toList();
    if (told.isEmpty() && sent.expires().filter(now::isAfter).isPresent()) {
      count(UNTAKEN);
    } else if (ends.isEmpty() && (sent.stored() || !told.isEmpty())) {
      found(Kind.LOST, sent.id(), sent.subject() + " reported " + words(told));
    }
    ends.forEach(this::count);
    if (ends.size() > 1 || (!ends.isEmpty() && !isEnd(sent, told.getLast().state()))) {
      found(Kind.CONFLICTING, sent.id(), "reported " + words(told));
    }
    if (broker == Broker.KEPT_ALL) {
      grammar(sent, told);
    }
    effects(sent, ends, told, effects);
  }

  private void count(String end) {
    ended.merge(end, 1L, Long::sum);
  }

  private static boolean isEnd(Sent sent, String state) {
    return State.parse(state).isTerminal()
        || (sent.kind() == Sent.Kind.EVENT && state.equals(State.InProgress.ACCEPTED.word()));
  }

  private static List<String> words(List<Told> told) {
    return told.stream().map(Told::state).toList();
  }

  /// Removes duplicates: an answer stored twice under the same id is one answer.
  private static List<Told> sayings(List<Told> told) {
    Set<String> heard = new HashSet<>();
    return told.stream().filter(each -> heard.add(each.saying())).toList();
  }

  private void grammar(Sent sent, List<Told> told) {
    State state = State.InProgress.STORED;
    for (Told each : sayings(told)) {
      State next = State.parse(each.state());
      if (!state.next().contains(next)) {
        found(Kind.INVALID_TRANSITION, sent.id(), "reported " + words(told));
        return;
      }
      state = next;
    }
  }

  private void effects(Sent sent, List<String> ends, List<Told> told, long effects) {
    boolean once = sent.kind() == Sent.Kind.ONCE;
    long runs = sayings(told).stream().filter(each -> each.state().equals("running")).count();
    if (once && (effects > 1 || runs > 1)) {
      found(Kind.DOUBLED, sent.id(), effects + " effects, " + runs + " runs");
    }
    if (!once && ends.contains("unknown")) {
      found(Kind.UNTRUE, sent.id(), "unknown, although it is repeatable");
    }
    boolean well =
        ends.contains("succeeded") || (sent.kind() == Sent.Kind.EVENT && ends.contains("accepted"));
    if (well && effects == 0) {
      found(Kind.UNTRUE, sent.id(), "reported " + words(told) + ", but had no effect");
    }
    if (effects > 0 && ends.stream().anyMatch(REFUSED::contains)) {
      found(Kind.UNTRUE, sent.id(), "reported " + words(told) + ", but had an effect");
    }
  }

  /// Messages from one sender to one process had their effects in the order of sending.
  private void order(History history) {
    Map<String, Integer> numbers = new HashMap<>();
    Map<String, String> senders = new HashMap<>();
    for (Sent sent : history.sent()) {
      numbers.put(sent.id(), numbers.size());
      senders.put(sent.id(), sent.sender());
    }
    Set<String> happened = new HashSet<>();
    Map<List<String>, String> latest = new LinkedHashMap<>();
    for (Effect effect : history.effects()) {
      String sender = senders.get(effect.id());
      if (sender == null) {
        found(
            Kind.UNTRUE, effect.id(), "effect in " + effect.subject() + " of a message never sent");
      } else if (happened.add(effect.id())) {
        String before = latest.put(List.of(sender, effect.subject()), effect.id());
        if (before != null
            && numbers.getOrDefault(before, 0) > numbers.getOrDefault(effect.id(), 0)) {
          found(Kind.REORDERED, effect.id(), "after " + before + " in " + effect.subject());
        }
      }
    }
  }
}
