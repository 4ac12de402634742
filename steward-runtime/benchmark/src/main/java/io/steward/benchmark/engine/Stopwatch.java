package io.steward.benchmark.engine;

import io.steward.benchmark.measure.Figure;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// What something cost: how long it took, and how much of the processors it used, in this program
/// and in the broker, its child. Where others use the same processors, that says more than the
/// time.
///
/// @param startNanos a steady clock, at the beginning
/// @param cpuBefore what was used until then
record Stopwatch(long startNanos, Duration cpuBefore) {

  static Stopwatch start() {
    return new Stopwatch(System.nanoTime(), cpuTime());
  }

  /// What it came to by now.
  List<Figure> stop() {
    long elapsed = System.nanoTime() - startNanos;
    return List.of(
        Figure.time("wall time", elapsed),
        Figure.time("CPU time", cpuTime().minus(cpuBefore).toNanos()));
  }

  private static Duration cpuTime() {
    ProcessHandle self = ProcessHandle.current();
    return Stream.concat(Stream.of(self), self.descendants())
        .flatMap(each -> each.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }
}
