package io.steward.benchmark.measure;

import java.util.List;
import java.util.stream.IntStream;

/// Something measured.
///
/// @param what it is, with its unit
/// @param value the number
public record Figure(String what, double value) {

  /// How long it took.
  public static Figure time(String of, long nanos) {
    return new Figure(of + ", ms", nanos / 1e6);
  }

  /// How many a second.
  public static Figure rate(String of, int count, long nanos) {
    return new Figure(of + "/s", count * 1e9 / nanos);
  }

  /// What several trials of the same way came to.
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
