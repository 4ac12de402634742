package io.steward.runtime.jobs;

import java.util.List;

/// The next step of a job.
sealed interface RolloutStep {

  /// Wait for an answer, a control request or a change of presence.
  record Wait() implements RolloutStep {}

  /// Start units.
  ///
  /// @param indexes the indexes of the units, at least one
  record StartUnits(List<Integer> indexes) implements RolloutStep {}

  /// Note that the canaries have succeeded.
  record CanariesPassed() implements RolloutStep {}

  /// Start no units until an operator resumes the job.
  record Stop(String reason) implements RolloutStep {}

  /// End the job: nothing is left to do.
  record Finish(String reason) implements RolloutStep {}
}
