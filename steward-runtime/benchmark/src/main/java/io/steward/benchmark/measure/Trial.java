package io.steward.benchmark.measure;

import java.util.List;

/// Does a task once and measures it.
///
/// @param <S> the type of its environment
@FunctionalInterface
public interface Trial<S> {

  /// Runs the trial.
  List<Figure> run(S on) throws Exception;
}
