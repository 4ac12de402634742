package io.steward.benchmark.measure;

import java.util.Collection;
import java.util.List;

/// How long each of many took.
///
/// @param sorted nanoseconds, the shortest first
public record Quantiles(List<Long> sorted) {

  public static Quantiles of(Collection<Long> nanos) {
    return new Quantiles(nanos.stream().sorted().toList());
  }

  /// The median, and what all but one in a hundred kept below.
  public List<Figure> figures(String of) {
    return List.of(Figure.time(of + " p50", at(50)), Figure.time(of + " p99", at(99)));
  }

  /// What so many in a hundred kept below.
  public long at(int percent) {
    return sorted.get(sorted.size() * percent / 100);
  }
}
