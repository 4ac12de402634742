package io.steward.runtime.jobs;

import java.util.List;

/// What is to happen with a job next.
sealed interface RolloutStep {

  /// Nothing, until something is heard.
  record Wait() implements RolloutStep {}

  /// The turn of some units has come.
  ///
  /// @param indexes at least one
  record StartUnits(List<Integer> indexes) implements RolloutStep {}

  /// The canaries have succeeded.
  record CanariesPassed() implements RolloutStep {}

  /// Nothing may begin any more until an operator says so.
  record Stop(String reason) implements RolloutStep {}

  /// There is nothing left to do.
  record Finish(String reason) implements RolloutStep {}
}
