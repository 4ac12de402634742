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
/// @param standing where the job stands
/// @param online which units are there
/// @param now the time
record Pace(Standing standing, Predicate<String> online, Instant now) {

  /// What is to happen next.
  Verdict verdict() {
    Tally tally = tally();
    boolean over = !now.isBefore(standing.deadline);
    if (over) { // what nobody has taken yet expires in a moment
      boolean quiet = tally.underWay + tally.untaken == 0;
      return quiet ? new Verdict.Finish(late(tally)) : new Verdict.Wait();
    }
    if (standing.phase == Phase.CANCELLED) {
      return tally.underWay == 0 ? new Verdict.Finish("") : new Verdict.Wait();
    }
    if (standing.phase != Phase.RUNNING) {
      return new Verdict.Wait();
    }
    Rollout rollout = standing.order.rollout();
    int all = standing.size();
    int failed = tally.failed - standing.forgivenFailed;
    if (rollout.hasFailed(failed, tally.ended, all)) {
      return new Verdict.Stop(
          failed + " of " + tally.ended + " failed; at most " + rollout.maxFailed().orElseThrow());
    }
    if (tally.away > standing.forgivenAway && rollout.isForsaken(tally.away, all)) {
      return new Verdict.Stop(
          tally.away + " of " + all + " are away; at most " + rollout.maxAway().orElseThrow());
    }
    if (tally.pending + tally.open == 0) {
      return rollout.isOpen() ? new Verdict.Wait() : new Verdict.Finish("");
    }
    return standing.proven ? begin(tally) : canaries(tally);
  }

  /// How many units have not ended, and are away.
  int away() {
    return tally().away;
  }

  private String late(Tally tally) {
    int missing = tally.pending + tally.open;
    return missing == 0 ? "" : "the deadline has passed; " + missing + " did not end";
  }

  private Verdict canaries(Tally tally) {
    Rollout rollout = standing.order.rollout();
    int wanted = rollout.first(standing.size());
    if (tally.failed > standing.forgivenFailed) {
      return new Verdict.Stop(
          tally.failed - standing.forgivenFailed + " of the first " + wanted + " failed");
    }
    if (tally.ended >= wanted) {
      return new Verdict.Proven();
    }
    int room =
        Math.min(
            wanted - tally.ended - tally.underWay, rollout.most(standing.size()) - tally.underWay);
    return turn(room, place -> online.test(standing.unit(place)));
  }

  private Verdict begin(Tally tally) {
    Rollout rollout = standing.order.rollout();
    int all = standing.size();
    int room = rollout.most(all) - tally.underWay;
    if (rollout.ramp().isPresent()) {
      int settled = tally.ended + tally.openAway;
      Ramp.Step step = rollout.ramp().get().at(settled, all, rollout.most(all));
      room = Math.min(step.size() - tally.underWay, step.end() - tally.underWay - settled);
    }
    Verdict next = turn(room, place -> online.test(standing.unit(place)));
    boolean othersEnded = next instanceof Verdict.Wait && tally.underWay == 0;
    return othersEnded ? turn(Integer.MAX_VALUE, place -> true) : next;
  }

  private Verdict turn(int room, IntPredicate may) {
    List<Integer> places = new ArrayList<>();
    for (int place = 0; place < standing.size() && places.size() < room; place++) {
      if (standing.mark(place) == Mark.PENDING && !standing.isSplayed(place) && may.test(place)) {
        places.add(place);
      }
    }
    return places.isEmpty() ? new Verdict.Wait() : new Verdict.Begin(places);
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
  private record Tally(
      int pending,
      int open,
      int underWay,
      int openAway,
      int untaken,
      int ended,
      int failed,
      int away) {}

  private Tally tally() {
    int pending = 0;
    int open = 0;
    int underWay = 0;
    int openAway = 0;
    int untaken = 0;
    int failed = 0;
    int away = 0;
    for (int place = 0; place < standing.size(); place++) {
      Mark mark = standing.mark(place);
      if (mark.isEnded()) {
        failed += mark.isFailure() ? 1 : 0;
        continue;
      }
      boolean there = online.test(standing.unit(place));
      away += there ? 0 : 1;
      if (mark.isOpen()) {
        open++;
        openAway += there ? 0 : 1;
        underWay += there ? 1 : 0;
        untaken += mark.isUntaken() ? 1 : 0;
      } else {
        pending++;
        underWay += standing.isSplayed(place) ? 1 : 0;
      }
    }
    int ended = standing.size() - pending - open;
    return new Tally(pending, open, underWay, openAway, untaken, ended, failed, away);
  }
}
