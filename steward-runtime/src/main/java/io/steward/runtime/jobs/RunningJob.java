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
  private final Set<String> unitNames;
  private final List<UnitProgress> progressByUnit = new ArrayList<>();
  private final Map<String, Integer> attempts = new HashMap<>();

  /// Units whose turn has come, and the moment of its own at which each begins.
  private final Map<Integer, Instant> startTimes = new TreeMap<>();

  JobPhase phase = JobPhase.RUNNING;
  String why = "";
  long controlRevision;
  boolean canariesPassed;
  int acceptedFailures;
  int acceptedAway;
  Instant deadline;
  Optional<Instant> started = Optional.empty();
  Optional<Instant> ended = Optional.empty();

  /// A job that nobody has taken on yet, or one that goes on where it was.
  RunningJob(JobSpec spec, Optional<JobStatus> status) {
    this.spec = spec;
    this.units = new ArrayList<>(spec.units());
    this.deadline = spec.deadline();
    status.ifPresent(this::restore);
    this.unitNames = new HashSet<>(units);
    while (progressByUnit.size() < units.size()) {
      progressByUnit.add(UnitProgress.PENDING);
    }
  }

  private void restore(JobStatus status) {
    units.addAll(status.joined());
    status.progress().chars().forEach(code -> progressByUnit.add(UnitProgress.of((char) code)));
    attempts.putAll(status.attempts());
    phase = status.phase();
    why = status.why();
    controlRevision = status.controlRevision();
    canariesPassed = status.canariesPassed();
    acceptedFailures = status.acceptedFailures();
    acceptedAway = status.acceptedAway();
    deadline = status.deadline();
    started = status.started();
    ended = status.ended();
  }

  /// How it is told.
  JobStatus status(String station, Instant now) {
    StringBuilder codes = new StringBuilder();
    progressByUnit.forEach(progress -> codes.append(progress.code()));
    return new JobStatus(
        spec.id(),
        phase,
        why,
        now,
        station,
        controlRevision,
        canariesPassed,
        codes.toString(),
        counts(),
        Map.copyOf(attempts),
        List.copyOf(units.subList(spec.units().size(), units.size())),
        acceptedFailures,
        acceptedAway,
        deadline,
        started,
        ended);
  }

  private Map<String, Integer> counts() {
    Map<UnitProgress, Integer> counts = new EnumMap<>(UnitProgress.class);
    progressByUnit.forEach(progress -> counts.merge(progress, 1, Integer::sum));
    Map<String, Integer> countsByWord = new LinkedHashMap<>();
    counts.forEach((progress, count) -> countsByWord.put(progress.word(), count));
    return countsByWord;
  }

  /// How many units there are.
  int size() {
    return units.size();
  }

  /// A unit's name.
  String unit(int index) {
    return units.get(index);
  }

  /// Where a unit is.
  UnitProgress progress(int index) {
    return progressByUnit.get(index);
  }

  /// How often a unit was tried, with this time.
  int attempt(int index) {
    return attempts.getOrDefault(units.get(index), 1);
  }

  /// The id of a unit's command.
  String messageId(int index) {
    return spec.messageId(units.get(index), attempt(index));
  }

  /// A unit goes on; never back, since what is told may come late.
  ///
  /// @return whether it did
  boolean advance(int index, UnitProgress progress) {
    UnitProgress before = progressByUnit.get(index);
    if (before.isEnded() || progress.compareTo(before) <= 0) {
      return false;
    }
    progressByUnit.set(index, progress);
    startTimes.remove(index);
    return true;
  }

  /// A unit's turn has come, and it begins a little later.
  ///
  /// @param moment when it begins
  void splay(int index, Instant start) {
    startTimes.put(index, start);
  }

  /// Whether the turn of any has come that has not begun.
  boolean hasSplayed() {
    return !startTimes.isEmpty();
  }

  /// Those whose moment has come.
  List<Integer> due(Instant now) {
    return startTimes.keySet().stream()
        .filter(index -> !now.isBefore(startTimes.getOrDefault(index, now)))
        .toList();
  }

  /// Whether a unit's turn has come, and it has not begun.
  boolean isSplayed(int index) {
    return startTimes.containsKey(index);
  }

  /// Nobody's turn has come any more.
  void clearSplayed() {
    startTimes.clear();
  }

  /// A unit joins, unless it is there already.
  boolean join(String unit) {
    boolean added = unitNames.add(unit);
    if (added) {
      units.add(unit);
      progressByUnit.add(UnitProgress.PENDING);
    }
    return added;
  }

  /// How many failed.
  int failed() {
    return (int) progressByUnit.stream().filter(UnitProgress::isFailure).count();
  }

  /// Those that failed have their turn once more.
  ///
  /// @return how many
  int retryFailed() {
    int count = 0;
    for (int index = 0; index < progressByUnit.size(); index++) {
      if (progressByUnit.get(index).isFailure()) {
        attempts.merge(units.get(index), 2, (before, _) -> before + 1);
        progressByUnit.set(index, UnitProgress.PENDING);
        count++;
      }
    }
    return count;
  }
}
