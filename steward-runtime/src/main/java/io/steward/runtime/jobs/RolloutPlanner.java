package io.steward.runtime.jobs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/// Says what is to happen with a job next, from nothing but where it stands.
///
/// Units that are away hold nobody up and count as no failure. Their command is stored for them
/// when all others have ended; until then one that comes back has its turn like any other.
///
/// @param running where the job stands
/// @param online which units are there
/// @param now the time
record RolloutPlanner(RunningJob running, Predicate<String> online, Instant now) {

  /// What is to happen next.
  RolloutStep next() {
    UnitCounts counts = tally();
    boolean over = !now.isBefore(running.deadline);
    if (over) { // what nobody has taken yet expires in a moment
      boolean quiet = counts.underWay + counts.untaken == 0;
      return quiet ? new RolloutStep.Finish(late(counts)) : new RolloutStep.Wait();
    }
    if (running.phase == JobPhase.CANCELLED) {
      return counts.underWay == 0 ? new RolloutStep.Finish("") : new RolloutStep.Wait();
    }
    if (running.phase != JobPhase.RUNNING) {
      return new RolloutStep.Wait();
    }
    Rollout rollout = running.spec.rollout();
    int all = running.size();
    int failed = counts.failed - running.forgivenFailed;
    if (rollout.hasFailed(failed, counts.ended, all)) {
      return new RolloutStep.Stop(
          failed + " of " + counts.ended + " failed; at most " + rollout.maxFailed().orElseThrow());
    }
    if (counts.away > running.forgivenAway && rollout.hasTooManyAway(counts.away, all)) {
      return new RolloutStep.Stop(
          counts.away + " of " + all + " are away; at most " + rollout.maxAway().orElseThrow());
    }
    if (counts.pending + counts.open == 0) {
      return rollout.isOpen() ? new RolloutStep.Wait() : new RolloutStep.Finish("");
    }
    return running.proven ? begin(counts) : canaries(counts);
  }

  /// How many units have not ended, and are away.
  int away() {
    return tally().away;
  }

  private String late(UnitCounts counts) {
    int missing = counts.pending + counts.open;
    return missing == 0 ? "" : "the deadline has passed; " + missing + " did not end";
  }

  private RolloutStep canaries(UnitCounts counts) {
    Rollout rollout = running.spec.rollout();
    int wanted = rollout.canaries(running.size());
    if (counts.failed > running.forgivenFailed) {
      return new RolloutStep.Stop(
          counts.failed - running.forgivenFailed + " of the first " + wanted + " failed");
    }
    if (counts.ended >= wanted) {
      return new RolloutStep.CanariesPassed();
    }
    int room =
        Math.min(
            wanted - counts.ended - counts.underWay,
            rollout.maxConcurrent(running.size()) - counts.underWay);
    return turn(room, place -> online.test(running.unit(place)));
  }

  private RolloutStep begin(UnitCounts counts) {
    Rollout rollout = running.spec.rollout();
    int all = running.size();
    int room = rollout.maxConcurrent(all) - counts.underWay;
    if (rollout.ramp().isPresent()) {
      int settled = counts.ended + counts.openAway;
      Ramp.Step step = rollout.ramp().get().at(settled, all, rollout.maxConcurrent(all));
      room = Math.min(step.size() - counts.underWay, step.end() - counts.underWay - settled);
    }
    RolloutStep next = turn(room, place -> online.test(running.unit(place)));
    boolean othersEnded = next instanceof RolloutStep.Wait && counts.underWay == 0;
    return othersEnded ? turn(Integer.MAX_VALUE, place -> true) : next;
  }

  private RolloutStep turn(int room, IntPredicate may) {
    List<Integer> places = new ArrayList<>();
    for (int place = 0; place < running.size() && places.size() < room; place++) {
      if (running.progress(place) == UnitProgress.PENDING
          && !running.isSplayed(place)
          && may.test(place)) {
        places.add(place);
      }
    }
    return places.isEmpty() ? new RolloutStep.Wait() : new RolloutStep.StartUnits(places);
  }

  /// How many units are where.
  ///
  /// @param pending have not begun
  /// @param open have begun and not ended
  /// @param underWay are of those, or about to begin, and there
  /// @param openAway have begun and not ended, and are not there
  /// @param untaken have begun, and nobody knows yet that they have their command
  /// @param ended need nothing more
  /// @param failed are of those
  /// @param away have not ended, and are not there
  private record UnitCounts(
      int pending,
      int open,
      int underWay,
      int openAway,
      int untaken,
      int ended,
      int failed,
      int away) {}

  private UnitCounts tally() {
    int pending = 0;
    int open = 0;
    int underWay = 0;
    int openAway = 0;
    int untaken = 0;
    int failed = 0;
    int away = 0;
    for (int place = 0; place < running.size(); place++) {
      UnitProgress progress = running.progress(place);
      if (progress.isEnded()) {
        failed += progress.isFailure() ? 1 : 0;
        continue;
      }
      boolean there = online.test(running.unit(place));
      away += there ? 0 : 1;
      if (progress.isOpen()) {
        open++;
        openAway += there ? 0 : 1;
        underWay += there ? 1 : 0;
        untaken += progress.isUnaccepted() ? 1 : 0;
      } else {
        pending++;
        underWay += running.isSplayed(place) ? 1 : 0;
      }
    }
    int ended = running.size() - pending - open;
    return new UnitCounts(pending, open, underWay, openAway, untaken, ended, failed, away);
  }
}
