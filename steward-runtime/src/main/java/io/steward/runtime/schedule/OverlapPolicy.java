package io.steward.runtime.schedule;

/// What happens if a run is due and the last one has not ended.
public enum OverlapPolicy {
  /// It is skipped.
  SKIP,
  /// It is queued.
  QUEUE
}
