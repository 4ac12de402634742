package io.steward.runtime.jobs;

import java.util.Locale;

/// What a job is at.
public enum JobPhase {
  /// Units begin as there is room for them.
  RUNNING,
  /// An operator holds it: nothing begins, what has begun goes on.
  PAUSED,
  /// More failed, or are away, than may be: nothing begins until an operator resumes it.
  STOPPED,
  /// An operator ended it: nothing begins, and what has begun is cancelled.
  CANCELLED,
  /// There is nothing left to do.
  FINISHED,
  /// No station takes it on.
  REJECTED;

  /// The word for it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
