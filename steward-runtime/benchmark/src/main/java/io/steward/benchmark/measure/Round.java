package io.steward.benchmark.measure;

import java.util.List;
import java.util.stream.IntStream;

/// What the ways of a comparison came to, once each.
///
/// @param ways the figures of each way, the floor's first
record Round(List<List<Figure>> ways) {

  private static final double TOLERANCE = 0.1;

  /// One figure of one way.
  double value(int way, int figure) {
    return ways.get(way).get(figure).value();
  }

  /// The floor's figure that corresponds to one; a floor with fewer figures has them in the same
  /// order, and they are gone through again.
  double floor(int figure) {
    return value(0, figure % ways.getFirst().size());
  }

  /// Whether no way came to much else than in the round before.
  boolean isCloseTo(Round previous) {
    return IntStream.range(0, ways.size())
        .allMatch(
            way -> Math.abs(value(way, 0) - previous.value(way, 0)) <= TOLERANCE * previous.value(way, 0));
  }
}
