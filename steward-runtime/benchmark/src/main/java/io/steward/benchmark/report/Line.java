package io.steward.benchmark.report;

import io.steward.benchmark.measure.Row;
import io.steward.benchmark.measure.Spread;
import java.util.List;
import java.util.Optional;

/// One figure of the report.
///
/// @param way the name of the way
/// @param figure what was measured, with its unit
/// @param measured the values of the way
/// @param floor the values of the floor
/// @param ratio the median of the rounds' ratios of the two; empty if the floor was 0
public record Line(
    String way, String figure, Values measured, Values floor, Optional<Double> ratio) {

  /// The values of several rounds.
  ///
  /// @param median the median of the rounds
  /// @param min the smallest value
  /// @param max the largest value
  /// @param rounds the value of each round, in order
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
