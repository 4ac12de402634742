package io.steward.benchmark.engine;

import io.steward.benchmark.measure.Figure;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// What something cost: how long it took, and how much of the processors it used, in this program
/// and in the broker, its child. Where others use the same processors, that says more than the
/// time.
///
/// @param nanos a steady clock, at the beginning
/// @param used what was used until then
record Cost(long nanos, Duration used) {

  static Cost begin() {
    return new Cost(System.nanoTime(), processors());
  }

  /// What it came to by now.
  List<Figure> end() {
    long took = System.nanoTime() - nanos;
    return List.of(
        Figure.time("wall time", took),
        Figure.time("CPU time", processors().minus(used).toNanos()));
  }

  private static Duration processors() {
    ProcessHandle self = ProcessHandle.current();
    return Stream.concat(Stream.of(self), self.descendants())
        .flatMap(each -> each.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }
}
