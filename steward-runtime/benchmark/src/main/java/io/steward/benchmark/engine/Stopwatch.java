package io.steward.benchmark.engine;

import io.steward.benchmark.measure.Figure;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Measures wall time, and CPU time of this program and of the broker, its child process. On a
/// shared machine, CPU time is more meaningful than wall time.
///
/// @param startNanos the monotonic clock at the start
/// @param cpuBefore the CPU time used before the start
record Stopwatch(long startNanos, Duration cpuBefore) {

  static Stopwatch start() {
    return new Stopwatch(System.nanoTime(), cpuTime());
  }

  /// The times since the start.
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
