package io.steward.benchmark;

import java.util.List;

/// The same thing done in several ways.
///
/// @param name by which it is chosen
/// @param what is done
/// @param shards over how many streams commands are spread
/// @param rounds how often
/// @param ways the first is the floor
record Comparison(String name, String what, int shards, Rounds rounds, List<Way> ways) {

  /// One in this program.
  Comparison(String name, String what, int shards, List<Way> ways) {
    this(name, what, shards, new Rounds(2, 5), ways);
  }

  /// One in a small fleet.
  Comparison(String name, String what, List<Way> ways) {
    this(name, what, 1, ways);
  }

  /// One whose ways have JVMs of their own, which nothing warms up that was run before.
  static Comparison ofJvms(String name, String what, List<Way> ways) {
    return new Comparison(name, what, 1, new Rounds(0, 5), ways);
  }

  /// One way of doing it.
  ///
  /// @param name of the way
  /// @param trial does it once
  record Way(String name, Trial trial) {}
}
