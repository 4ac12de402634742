package io.steward.runtime.schedule;

import java.time.Instant;

/// What is to be done at a moment.
public sealed interface ScheduleDecision {

  /// Nothing.
  ///
  /// @param next when there is
  record NotYet(Instant next) implements ScheduleDecision {}

  /// A run.
  ///
  /// @param due when it was due
  /// @param skipped how many before it are left out
  record Run(Instant due, long skipped) implements ScheduleDecision {}

  /// Nothing any more: it was missed.
  ///
  /// @param due when the last that was missed was due
  /// @param skipped how many were missed
  record Skip(Instant due, long skipped) implements ScheduleDecision {}
}
