package io.steward.runtime.schedule;

/// What happens to runs that were due while nothing could run: the node was down, the machine
/// asleep, or the clock was set forward.
public enum MissedRunPolicy {
  /// They are skipped.
  SKIP,
  /// One run stands for all that were missed.
  ONCE
}
