package io.steward.benchmark;

import java.util.List;

/// The same thing done in several ways.
///
/// @param name by which it is chosen
/// @param what is done
/// @param shards over how many streams commands are spread
/// @param ways the first is the floor
record Comparison(String name, String what, int shards, List<Way> ways) {

  /// One in a small fleet.
  Comparison(String name, String what, List<Way> ways) {
    this(name, what, 1, ways);
  }

  /// One way of doing it.
  ///
  /// @param name of the way
  /// @param trial does it once
  record Way(String name, Trial trial) {}
}
