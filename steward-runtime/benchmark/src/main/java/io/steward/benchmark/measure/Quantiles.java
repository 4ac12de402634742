package io.steward.benchmark.measure;

import java.util.Collection;
import java.util.List;

/// Quantiles of durations.
///
/// @param sorted nanoseconds in ascending order
public record Quantiles(List<Long> sorted) {

  public static Quantiles of(Collection<Long> nanos) {
    return new Quantiles(nanos.stream().sorted().toList());
  }

  /// The median and the 99th percentile.
  public List<Figure> figures(String of) {
    return List.of(Figure.time(of + " p50", at(50)), Figure.time(of + " p99", at(99)));
  }

  /// A percentile.
  public long at(int percent) {
    return sorted.get(sorted.size() * percent / 100);
  }
}
