package io.steward.benchmark;

import java.util.List;

/// Does something once, and says how it went.
@FunctionalInterface
interface Trial {

  /// Measures on a stand of its own.
  List<Figure> run(Stand stand) throws Exception;

  /// Something measured.
  ///
  /// @param what it is, with its unit
  /// @param value the number
  record Figure(String what, double value) {

    /// How long it took.
    static Figure time(String of, long nanos) {
      return new Figure(of + ", ms", nanos / 1e6);
    }

    /// How many a second.
    static Figure rate(String of, int count, long nanos) {
      return new Figure(of + "/s", count * 1e9 / nanos);
    }
  }
}
