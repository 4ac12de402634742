package io.steward.benchmark.report;

import io.steward.benchmark.measure.Row;
import io.steward.benchmark.measure.Spread;
import java.util.List;
import java.util.Optional;

/// One figure.
///
/// @param way whose it is
/// @param figure what was measured, with its unit
/// @param measured what the way came to
/// @param floor what the floor came to
/// @param ratio of the two, the median of the rounds'; absent where the floor was nothing
public record Line(
    String way, String figure, Values measured, Values floor, Optional<Double> ratio) {

  /// What several rounds came to.
  ///
  /// @param median of the rounds
  /// @param min the smallest
  /// @param max the largest
  /// @param rounds each, in their order
  public record Values(double median, double min, double max, List<Double> rounds) {

    static Values of(List<Double> rounds) {
      Spread spread = Spread.of(rounds);
      return new Values(spread.median(), spread.min(), spread.max(), rounds);
    }
  }

  static Line of(Row row) {
    return new Line(
        row.way(),
        row.figure(),
        Values.of(row.rounds()),
        Values.of(row.floor()),
        Optional.of(row.ratio()).filter(Double::isFinite));
  }
}
