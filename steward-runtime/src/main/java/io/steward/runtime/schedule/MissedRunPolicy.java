package io.steward.runtime.schedule;

/// What is done about what was due while nothing could run: the node was down, the machine asleep,
/// or the clock was set forward.
public enum MissedRunPolicy {
  /// Nothing.
  SKIP,
  /// It runs once, for all that was missed.
  ONCE
}
