package io.steward.benchmark.measure;

import java.util.List;

/// The same thing done in several ways.
///
/// @param name by which it is chosen
/// @param what is done
/// @param rounds how often
/// @param ways the first is the floor
/// @param <S> what a trial is run on
public record Comparison<S>(String name, String what, Rounds rounds, List<Way<S>> ways) {

  /// One way of doing it.
  ///
  /// @param name of the way
  /// @param trial does it once
  /// @param <S> what a trial is run on
  public record Way<S>(String name, Trial<S> trial) {}
}
