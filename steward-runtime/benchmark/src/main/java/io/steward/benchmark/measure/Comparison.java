package io.steward.benchmark.measure;

import java.util.List;

/// The same task done in several ways.
///
/// @param name the name by which it is selected
/// @param what the task
/// @param rounds the rounds to run
/// @param ways the ways, of which the first is the floor
/// @param <S> the type of a trial's environment
public record Comparison<S>(String name, String what, Rounds rounds, List<Way<S>> ways) {

  /// One way of doing the task.
  ///
  /// @param name the name of the way
  /// @param trial does the task once
  /// @param <S> the type of a trial's environment
  public record Way<S>(String name, Trial<S> trial) {}
}
