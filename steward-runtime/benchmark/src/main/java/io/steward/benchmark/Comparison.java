package io.steward.benchmark;

import java.util.List;

/// The same thing done in several ways.
///
/// @param name by which it is chosen
/// @param what is done
/// @param ways the first is the floor
record Comparison(String name, String what, List<Way> ways) {

  /// One way of doing it.
  ///
  /// @param name of the way
  /// @param trial does it once
  record Way(String name, Trial trial) {}
}
