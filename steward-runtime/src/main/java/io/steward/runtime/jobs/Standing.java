package io.steward.runtime.jobs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A job while it is carried out. For one thread.
final class Standing {

  final Order order;
  private final List<String> units;
  private final Set<String> names;
  private final List<Mark> marks = new ArrayList<>();
  private final Map<String, Integer> attempts = new HashMap<>();

  /// Units whose turn has come, and the moment of its own at which each begins.
  private final Map<Integer, Instant> splayed = new TreeMap<>();

  Phase phase = Phase.RUNNING;
  String why = "";
  long wish;
  boolean proven;
  int forgivenFailed;
  int forgivenAway;
  Instant deadline;
  Optional<Instant> begun = Optional.empty();
  Optional<Instant> ended = Optional.empty();

  /// A job that nobody has taken on yet, or one that goes on where it was.
  Standing(Order order, Optional<Course> course) {
    this.order = order;
    this.units = new ArrayList<>(order.units());
    this.deadline = order.deadline();
    course.ifPresent(this::restore);
    this.names = new HashSet<>(units);
    while (marks.size() < units.size()) {
      marks.add(Mark.PENDING);
    }
  }

  private void restore(Course course) {
    units.addAll(course.joined());
    course.marks().chars().forEach(letter -> marks.add(Mark.of((char) letter)));
    attempts.putAll(course.attempts());
    phase = course.phase();
    why = course.why();
    wish = course.wish();
    proven = course.proven();
    forgivenFailed = course.forgivenFailed();
    forgivenAway = course.forgivenAway();
    deadline = course.deadline();
    begun = course.begun();
    ended = course.ended();
  }

  /// How it is told.
  Course course(String station, Instant now) {
    StringBuilder letters = new StringBuilder();
    marks.forEach(mark -> letters.append(mark.letter()));
    return new Course(
        order.id(),
        phase,
        why,
        now,
        station,
        wish,
        proven,
        letters.toString(),
        counts(),
        Map.copyOf(attempts),
        List.copyOf(units.subList(order.units().size(), units.size())),
        forgivenFailed,
        forgivenAway,
        deadline,
        begun,
        ended);
  }

  private Map<String, Integer> counts() {
    Map<Mark, Integer> counts = new EnumMap<>(Mark.class);
    marks.forEach(mark -> counts.merge(mark, 1, Integer::sum));
    Map<String, Integer> words = new LinkedHashMap<>();
    counts.forEach((mark, count) -> words.put(mark.word(), count));
    return words;
  }

  /// How many units there are.
  int size() {
    return units.size();
  }

  /// A unit's name.
  String unit(int place) {
    return units.get(place);
  }

  /// Where a unit is.
  Mark mark(int place) {
    return marks.get(place);
  }

  /// How often a unit was tried, with this time.
  int attempt(int place) {
    return attempts.getOrDefault(units.get(place), 1);
  }

  /// The id of a unit's command.
  String messageId(int place) {
    return order.messageId(units.get(place), attempt(place));
  }

  /// A unit goes on; never back, since what is told may come late.
  ///
  /// @return whether it did
  boolean advance(int place, Mark mark) {
    Mark before = marks.get(place);
    if (before.isEnded() || mark.compareTo(before) <= 0) {
      return false;
    }
    marks.set(place, mark);
    splayed.remove(place);
    return true;
  }

  /// A unit's turn has come, and it begins a little later.
  ///
  /// @param moment when it begins
  void splay(int place, Instant moment) {
    splayed.put(place, moment);
  }

  /// Whether the turn of any has come that has not begun.
  boolean isSplaying() {
    return !splayed.isEmpty();
  }

  /// Those whose moment has come.
  List<Integer> due(Instant now) {
    return splayed.keySet().stream()
        .filter(place -> !now.isBefore(splayed.getOrDefault(place, now)))
        .toList();
  }

  /// Whether a unit's turn has come, and it has not begun.
  boolean isSplayed(int place) {
    return splayed.containsKey(place);
  }

  /// Nobody's turn has come any more.
  void holdBack() {
    splayed.clear();
  }

  /// A unit joins, unless it is there already.
  boolean join(String unit) {
    boolean fresh = names.add(unit);
    if (fresh) {
      units.add(unit);
      marks.add(Mark.PENDING);
    }
    return fresh;
  }

  /// How many failed.
  int failed() {
    return (int) marks.stream().filter(Mark::isFailure).count();
  }

  /// Those that failed have their turn once more.
  ///
  /// @return how many
  int retryFailed() {
    int count = 0;
    for (int place = 0; place < marks.size(); place++) {
      if (marks.get(place).isFailure()) {
        attempts.merge(units.get(place), 2, (before, two) -> before + 1);
        marks.set(place, Mark.PENDING);
        count++;
      }
    }
    return count;
  }
}
