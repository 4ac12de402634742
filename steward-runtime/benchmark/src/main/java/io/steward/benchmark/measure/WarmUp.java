package io.steward.benchmark.measure;

import java.util.List;

/// The warm-up: rounds that do not count, until two successive rounds are alike, so that the JIT
/// compiler is not measured.
///
/// @param minRounds the minimum number of rounds
/// @param maxRounds the maximum number of rounds, on a machine that never settles
public record WarmUp(int minRounds, int maxRounds) {

  /// For programs that are started for each trial, which nothing can warm up.
  public static final WarmUp NONE = new WarmUp(0, 0);

  boolean isOver(List<Round> rounds) {
    int run = rounds.size();
    return run >= maxRounds
        || (run >= Math.max(minRounds, 2) && rounds.getLast().isCloseTo(rounds.get(run - 2)));
  }
}
