package io.steward.benchmark.measure;

import java.util.List;

/// The rounds before those that count: they go on until two of them, one after the other, are
/// alike, so that it is not the compiler that is measured.
///
/// @param minRounds how many there are at least
/// @param maxRounds how many there are at most, on a machine that never comes to rest
public record WarmUp(int minRounds, int maxRounds) {

  /// For programs that are started anew each time: nothing that was run before warms them up.
  public static final WarmUp NONE = new WarmUp(0, 0);

  boolean isOver(List<Round> rounds) {
    int run = rounds.size();
    return run >= maxRounds
        || (run >= Math.max(minRounds, 2) && rounds.getLast().isCloseTo(rounds.get(run - 2)));
  }
}
