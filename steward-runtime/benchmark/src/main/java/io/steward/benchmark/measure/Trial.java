package io.steward.benchmark.measure;

import java.util.List;

/// Does something once, and says how it went.
///
/// @param <S> what it is run on
@FunctionalInterface
public interface Trial<S> {

  /// Measures.
  List<Figure> run(S on) throws Exception;
}
