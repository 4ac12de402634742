package io.steward.runtime.jobs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/// Decides the next step of a job from its state alone: canaries first, then as many units as
/// concurrency and ramp allow, and a pause when the failure budget is spent.
///
/// Units that are away do not delay others and do not count as failures. Their commands are stored
/// for them when all others have ended; one that comes back earlier gets its turn like any other.
///
/// @param running the state of the job
/// @param online tells whether a unit is online
/// @param now the current time
record RolloutPlanner(RunningJob running, Predicate<String> online, Instant now) {

  /// The next step.
  RolloutStep next() {
    UnitCounts counts = countUnits();
    boolean expired = !now.isBefore(running.deadline());
    if (expired) { // commands that no unit has accepted expire in a moment
      boolean allEnded = counts.inProgress + counts.unaccepted == 0;
      return allEnded ? new RolloutStep.Finish(deadlineReason(counts)) : new RolloutStep.Wait();
    }
    if (running.phase() == JobPhase.CANCELLED) {
      return counts.inProgress == 0 ? new RolloutStep.Finish("") : new RolloutStep.Wait();
    }
    if (running.phase() != JobPhase.RUNNING) {
      return new RolloutStep.Wait();
    }
    Rollout rollout = running.spec().rollout();
    int total = running.size();
    int failed = counts.failed - running.acceptedFailures();
    if (rollout.hasFailed(failed, counts.ended, total)) {
      return new RolloutStep.Stop(
          failed
              + " of "
              + counts.ended
              + " failed; the limit is "
              + rollout.maxFailed().orElseThrow());
    }
    if (counts.away > running.acceptedAway() && rollout.hasTooManyAway(counts.away, total)) {
      return new RolloutStep.Stop(
          counts.away
              + " of "
              + total
              + " are away; the limit is "
              + rollout.maxAway().orElseThrow());
    }
    if (counts.pending + counts.open == 0) {
      return rollout.acceptsLateJoiners() ? new RolloutStep.Wait() : new RolloutStep.Finish("");
    }
    return running.canariesPassed() ? startNext(counts) : startCanaries(counts);
  }

  /// The number of units that are away and have not ended.
  int away() {
    return countUnits().away;
  }

  private String deadlineReason(UnitCounts counts) {
    int missing = counts.pending + counts.open;
    return missing == 0 ? "" : "the deadline has passed; " + missing + " have not ended";
  }

  private RolloutStep startCanaries(UnitCounts counts) {
    Rollout rollout = running.spec().rollout();
    int canaries = rollout.canaries(running.size());
    if (counts.failed > running.acceptedFailures()) {
      return new RolloutStep.Stop(
          counts.failed - running.acceptedFailures() + " of " + canaries + " canaries failed");
    }
    if (counts.ended >= canaries) {
      return new RolloutStep.CanariesPassed();
    }
    int capacity =
        Math.min(
            canaries - counts.ended - counts.inProgress,
            rollout.maxConcurrent(running.size()) - counts.inProgress);
    return startUpTo(capacity, index -> online.test(running.unit(index)));
  }

  private RolloutStep startNext(UnitCounts counts) {
    Rollout rollout = running.spec().rollout();
    int total = running.size();
    int capacity = rollout.maxConcurrent(total) - counts.inProgress;
    if (rollout.ramp().isPresent()) {
      int settled = counts.ended + counts.openAway;
      Ramp.Step step = rollout.ramp().get().stepAt(settled, total, rollout.maxConcurrent(total));
      capacity =
          Math.min(step.size() - counts.inProgress, step.end() - counts.inProgress - settled);
    }
    RolloutStep next = startUpTo(capacity, index -> online.test(running.unit(index)));
    boolean othersEnded = next instanceof RolloutStep.Wait && counts.inProgress == 0;
    return othersEnded ? startUpTo(Integer.MAX_VALUE, index -> true) : next;
  }

  private RolloutStep startUpTo(int capacity, IntPredicate isEligible) {
    List<Integer> indexes = new ArrayList<>();
    for (int index = 0; index < running.size() && indexes.size() < capacity; index++) {
      if (running.progress(index) == UnitProgress.PENDING
          && !running.isSplayed(index)
          && isEligible.test(index)) {
        indexes.add(index);
      }
    }
    return indexes.isEmpty() ? new RolloutStep.Wait() : new RolloutStep.StartUnits(indexes);
  }

  /// The number of units by progress.
  ///
  /// @param pending not started
  /// @param open started and not ended
  /// @param inProgress open or about to start, and online
  /// @param openAway open and not online
  /// @param unaccepted open, and not known to have accepted the command
  /// @param ended ended
  /// @param failed ended with a failure
  /// @param away not ended and not online
  // Many parameters: one for each count that a decision needs, made in one pass
  private record UnitCounts(
      int pending,
      int open,
      int inProgress,
      int openAway,
      int unaccepted,
      int ended,
      int failed,
      int away) {}

  private UnitCounts countUnits() {
    int pending = 0;
    int open = 0;
    int inProgress = 0;
    int openAway = 0;
    int unaccepted = 0;
    int failed = 0;
    int away = 0;
    for (int index = 0; index < running.size(); index++) {
      UnitProgress progress = running.progress(index);
      if (progress.isEnded()) {
        failed += progress.isFailure() ? 1 : 0;
        continue;
      }
      boolean isOnline = online.test(running.unit(index));
      away += isOnline ? 0 : 1;
      if (progress.isOpen()) {
        open++;
        openAway += isOnline ? 0 : 1;
        inProgress += isOnline ? 1 : 0;
        unaccepted += progress.isUnaccepted() ? 1 : 0;
      } else {
        pending++;
        inProgress += running.isSplayed(index) ? 1 : 0;
      }
    }
    int ended = running.size() - pending - open;
    return new UnitCounts(pending, open, inProgress, openAway, unaccepted, ended, failed, away);
  }
}
