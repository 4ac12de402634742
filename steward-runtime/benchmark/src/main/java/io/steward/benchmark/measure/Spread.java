package io.steward.benchmark.measure;

import java.util.List;

/// The spread of values over several rounds.
///
/// @param min the smallest value
/// @param median the middle value, or the mean of the middle two
/// @param max the largest value
public record Spread(double min, double median, double max) {

  /// The spread of some values.
  ///
  /// @throws IllegalArgumentException if there are no values
  public static Spread of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Spread(sorted.getFirst(), median, sorted.getLast());
  }
}
