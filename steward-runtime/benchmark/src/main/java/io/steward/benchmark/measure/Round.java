package io.steward.benchmark.measure;

import java.util.List;
import java.util.stream.IntStream;

/// The figures of one round, in which each way of a comparison takes one turn.
///
/// @param ways the figures of each way, the floor's first
record Round(List<List<Figure>> ways) {

  private static final double TOLERANCE = 0.1;

  /// One figure of one way.
  double value(int way, int figure) {
    return ways.get(way).get(figure).value();
  }

  /// The floor's figure that corresponds to a way's figure. If the floor has fewer figures, in the
  /// same order, they are reused cyclically.
  double floor(int figure) {
    return value(0, figure % ways.getFirst().size());
  }

  /// Whether the first figure of every way is within the tolerance of the previous round.
  boolean isCloseTo(Round previous) {
    return IntStream.range(0, ways.size())
        .allMatch(way ->
            Math.abs(value(way, 0) - previous.value(way, 0)) <= TOLERANCE * previous.value(way, 0));
  }
}
