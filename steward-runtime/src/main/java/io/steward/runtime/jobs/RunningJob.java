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
final class RunningJob {

  final JobSpec spec;
  private final List<String> units;
  private final Set<String> names;
  private final List<UnitProgress> marks = new ArrayList<>();
  private final Map<String, Integer> attempts = new HashMap<>();

  /// Units whose turn has come, and the moment of its own at which each begins.
  private final Map<Integer, Instant> splayed = new TreeMap<>();

  JobPhase phase = JobPhase.RUNNING;
  String why = "";
  long wish;
  boolean proven;
  int forgivenFailed;
  int forgivenAway;
  Instant deadline;
  Optional<Instant> begun = Optional.empty();
  Optional<Instant> ended = Optional.empty();

  /// A job that nobody has taken on yet, or one that goes on where it was.
  RunningJob(JobSpec spec, Optional<JobStatus> course) {
    this.spec = spec;
    this.units = new ArrayList<>(spec.units());
    this.deadline = spec.deadline();
    course.ifPresent(this::restore);
    this.names = new HashSet<>(units);
    while (marks.size() < units.size()) {
      marks.add(UnitProgress.PENDING);
    }
  }

  private void restore(JobStatus status) {
    units.addAll(status.joined());
    status.progress().chars().forEach(letter -> marks.add(UnitProgress.of((char) letter)));
    attempts.putAll(status.attempts());
    phase = status.phase();
    why = status.why();
    wish = status.controlRevision();
    proven = status.canariesPassed();
    forgivenFailed = status.acceptedFailures();
    forgivenAway = status.acceptedAway();
    deadline = status.deadline();
    begun = status.started();
    ended = status.ended();
  }

  /// How it is told.
  JobStatus status(String station, Instant now) {
    StringBuilder letters = new StringBuilder();
    marks.forEach(progress -> letters.append(progress.letter()));
    return new JobStatus(
        spec.id(),
        phase,
        why,
        now,
        station,
        wish,
        proven,
        letters.toString(),
        counts(),
        Map.copyOf(attempts),
        List.copyOf(units.subList(spec.units().size(), units.size())),
        forgivenFailed,
        forgivenAway,
        deadline,
        begun,
        ended);
  }

  private Map<String, Integer> counts() {
    Map<UnitProgress, Integer> counts = new EnumMap<>(UnitProgress.class);
    marks.forEach(progress -> counts.merge(progress, 1, Integer::sum));
    Map<String, Integer> words = new LinkedHashMap<>();
    counts.forEach((progress, count) -> words.put(progress.word(), count));
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
  UnitProgress progress(int place) {
    return marks.get(place);
  }

  /// How often a unit was tried, with this time.
  int attempt(int place) {
    return attempts.getOrDefault(units.get(place), 1);
  }

  /// The id of a unit's command.
  String messageId(int place) {
    return spec.messageId(units.get(place), attempt(place));
  }

  /// A unit goes on; never back, since what is told may come late.
  ///
  /// @return whether it did
  boolean advance(int place, UnitProgress progress) {
    UnitProgress before = marks.get(place);
    if (before.isEnded() || progress.compareTo(before) <= 0) {
      return false;
    }
    marks.set(place, progress);
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
  void pause() {
    splayed.clear();
  }

  /// A unit joins, unless it is there already.
  boolean join(String unit) {
    boolean fresh = names.add(unit);
    if (fresh) {
      units.add(unit);
      marks.add(UnitProgress.PENDING);
    }
    return fresh;
  }

  /// How many failed.
  int failed() {
    return (int) marks.stream().filter(UnitProgress::isFailure).count();
  }

  /// Those that failed have their turn once more.
  ///
  /// @return how many
  int retryFailed() {
    int count = 0;
    for (int place = 0; place < marks.size(); place++) {
      if (marks.get(place).isFailure()) {
        attempts.merge(units.get(place), 2, (before, two) -> before + 1);
        marks.set(place, UnitProgress.PENDING);
        count++;
      }
    }
    return count;
  }
}
