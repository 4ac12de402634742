package io.steward.runtime.jobs;

import java.util.Locale;

/// The phase of a job.
public enum JobPhase {
  /// Units start as the rollout permits.
  RUNNING,
  /// Paused by an operator: no unit starts, started units continue.
  PAUSED,
  /// More units failed or are away than the rollout permits: no unit starts until an operator
  /// resumes the job.
  STOPPED,
  /// Cancelled by an operator: no unit starts, and started units are cancelled.
  CANCELLED,
  /// Nothing is left to do.
  FINISHED,
  /// Its creator is not allowed to create jobs, so no station runs it.
  REJECTED;

  /// The phase's name in texts.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
