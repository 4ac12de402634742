package io.steward.benchmark.measure;

import java.util.List;
import java.util.stream.IntStream;

/// A measured figure.
///
/// @param what what was measured, with its unit
/// @param value the value
public record Figure(String what, double value) {

  /// A duration.
  public static Figure time(String of, long nanos) {
    return new Figure(of + ", ms", nanos / 1e6);
  }

  /// A rate per second.
  public static Figure rate(String of, int count, long nanos) {
    return new Figure(of + "/s", count * 1e9 / nanos);
  }

  /// The medians of several trials of the same way.
  static List<Figure> medians(List<List<Figure>> trials) {
    return IntStream.range(0, trials.getFirst().size())
        .mapToObj(figure ->
            new Figure(
                trials.getFirst().get(figure).what(),
                Spread.of(trials.stream().map(trial -> trial.get(figure).value()).toList())
                    .median()))
        .toList();
  }
}
