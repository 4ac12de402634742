package io.steward.runtime.jobs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// The state of a job while a station runs it. Not thread-safe.
final class RunningJob {

  private final JobSpec spec;
  private final List<String> units;
  private final Set<String> unitNames;
  private final List<UnitProgress> progressByUnit = new ArrayList<>();
  private final Map<String, Integer> attempts = new HashMap<>();

  /// The units whose turn has come, by index, with their randomly delayed start.
  private final Map<Integer, Instant> startTimes = new TreeMap<>();

  private JobPhase phase = JobPhase.RUNNING;
  private String why = "";
  private long controlRevision;
  private boolean canariesPassed;
  private int acceptedFailures;
  private int acceptedAway;
  private Instant deadline;
  private Optional<Instant> started = Optional.empty();
  private Optional<Instant> ended = Optional.empty();

  /// A job that no station has started yet, or one to resume from its status.
  ///
  /// @param maxAttempt the number of the last attempt that operators have allowed
  RunningJob(JobSpec spec, Optional<JobStatus> status, int maxAttempt) {
    this.spec = spec;
    this.units = new ArrayList<>(spec.units());
    this.deadline = spec.deadline();
    status.map(stored -> stored.within(spec, maxAttempt)).ifPresent(this::restore);
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

  /// The status to publish.
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
        UnitProgress.count(progressByUnit),
        Map.copyOf(attempts),
        List.copyOf(units.subList(spec.units().size(), units.size())),
        acceptedFailures,
        acceptedAway,
        deadline,
        started,
        ended,
        Optional.of(spec.sha256()));
  }

  /// The job as it was created.
  JobSpec spec() {
    return spec;
  }

  /// What the job does at present.
  JobPhase phase() {
    return phase;
  }

  /// Whether nothing is left to do, unless failed units are retried.
  boolean hasEnded() {
    return ended.isPresent();
  }

  /// When no more units are started.
  Instant deadline() {
    return deadline;
  }

  /// Whether units other than the canaries may start.
  boolean canariesPassed() {
    return canariesPassed;
  }

  /// The number of failures that an operator has accepted.
  int acceptedFailures() {
    return acceptedFailures;
  }

  /// The number of units away that an operator has accepted.
  int acceptedAway() {
    return acceptedAway;
  }

  /// The revision of the last control request that was processed.
  long controlRevision() {
    return controlRevision;
  }

  /// Records that a control request was processed.
  void controlProcessed(long revision) {
    controlRevision = revision;
  }

  /// Ends a job that must not run.
  void reject(String why, Instant now) {
    phase = JobPhase.REJECTED;
    this.why = why;
    ended = Optional.of(now);
  }

  /// Records the start of the first unit.
  void begin(Instant now) {
    started = started.or(() -> Optional.of(now));
  }

  /// Records that all canaries have succeeded.
  void passCanaries() {
    canariesPassed = true;
  }

  /// Tells the operator something that does not change the phase.
  void note(String why) {
    this.why = why;
  }

  /// Starts no more units, since an operator wants it so.
  void pause(String why) {
    startNoMore(JobPhase.PAUSED, why);
  }

  /// Starts no more units until an operator resumes it, since a limit was exceeded.
  void stop(String why) {
    startNoMore(JobPhase.STOPPED, why);
  }

  /// Starts no more units; those that have started are cancelled.
  void cancel(String why) {
    startNoMore(JobPhase.CANCELLED, why);
  }

  private void startNoMore(JobPhase phase, String why) {
    this.phase = phase;
    this.why = why;
    clearSplayed();
  }

  /// Accepts the failures so far, and a number of units away: these no longer stop the job.
  void accept(int away) {
    acceptedFailures = (int) progressByUnit.stream().filter(UnitProgress::isFailure).count();
    acceptedAway = away;
  }

  /// Starts units again. If the deadline has passed, the job gets its full duration again.
  void resume(Instant now) {
    if (!now.isBefore(deadline)) {
      deadline = now.plus(spec.duration());
    }
    phase = JobPhase.RUNNING;
    why = "";
    ended = Optional.empty();
  }

  /// Ends the job. A cancelled one remains cancelled; an empty reason keeps the one before.
  void finish(String why, Instant now) {
    phase = phase == JobPhase.CANCELLED ? JobPhase.CANCELLED : JobPhase.FINISHED;
    this.why = why.isEmpty() ? this.why : why;
    ended = Optional.of(now);
  }

  /// The number of units.
  int size() {
    return units.size();
  }

  /// The name of a unit.
  String unit(int index) {
    return units.get(index);
  }

  /// The progress of a unit.
  UnitProgress progress(int index) {
    return progressByUnit.get(index);
  }

  /// The number of the current attempt of a unit, from 1.
  int attempt(int index) {
    return attempts.getOrDefault(units.get(index), 1);
  }

  /// The id of a unit's command in its current attempt.
  String messageId(int index) {
    return spec.messageId(units.get(index), attempt(index));
  }

  /// Advances a unit; never backwards, since answers may arrive late.
  ///
  /// @return whether its progress changed
  boolean advance(int index, UnitProgress progress) {
    UnitProgress before = progressByUnit.get(index);
    if (before.isEnded() || progress.compareTo(before) <= 0) {
      return false;
    }
    progressByUnit.set(index, progress);
    startTimes.remove(index);
    return true;
  }

  /// Delays the start of a unit whose turn has come.
  ///
  /// @param start when it starts
  void splay(int index, Instant start) {
    startTimes.put(index, start);
  }

  /// Whether the start of any unit is delayed.
  boolean hasSplayed() {
    return !startTimes.isEmpty();
  }

  /// The units whose delay is over.
  List<Integer> due(Instant now) {
    return startTimes.keySet().stream()
        .filter(index -> !now.isBefore(startTimes.getOrDefault(index, now)))
        .toList();
  }

  /// Whether the start of a unit is delayed.
  boolean isSplayed(int index) {
    return startTimes.containsKey(index);
  }

  /// Drops all delayed starts; these units need another turn.
  void clearSplayed() {
    startTimes.clear();
  }

  /// Adds a unit unless the job already has it.
  boolean join(String unit) {
    boolean added = unitNames.add(unit);
    if (added) {
      units.add(unit);
      progressByUnit.add(UnitProgress.PENDING);
    }
    return added;
  }

  /// Makes the units that failed pending again, with another attempt. No failures remain that an
  /// operator could have accepted.
  ///
  /// @param maxAttempt as for the constructor
  /// @param targeted whether a unit matches the targets, without which no late joiner is retried
  /// @return their number
  int retryFailed(int maxAttempt, Predicate<String> targeted) {
    int count = 0;
    for (int index = 0; index < progressByUnit.size(); index++) {
      boolean allowed = index < spec.units().size() || targeted.test(units.get(index));
      if (progressByUnit.get(index).isFailure() && allowed && attempt(index) < maxAttempt) {
        attempts.merge(units.get(index), 2, (before, _) -> before + 1);
        progressByUnit.set(index, UnitProgress.PENDING);
        count++;
      }
    }
    acceptedFailures = count > 0 ? 0 : acceptedFailures;
    return count;
  }
}
