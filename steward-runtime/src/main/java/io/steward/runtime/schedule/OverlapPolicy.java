package io.steward.runtime.schedule;

/// What is done when something is due and the run before has not ended.
public enum OverlapPolicy {
  /// It is left out.
  SKIP,
  /// It waits for its turn.
  QUEUE
}
