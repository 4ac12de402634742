package io.steward.runtime.schedule;

import java.time.Instant;

/// What to do with a schedule at a given time.
public sealed interface ScheduleDecision {

  /// Nothing is due.
  ///
  /// @param next when it is due next
  record NotYet(Instant next) implements ScheduleDecision {}

  /// A run is due.
  ///
  /// @param due when it was due
  /// @param skipped how many earlier runs are skipped
  record Run(Instant due, long skipped) implements ScheduleDecision {}

  /// Runs were missed and are skipped.
  ///
  /// @param due when the last missed run was due
  /// @param skipped how many were missed
  record Skip(Instant due, long skipped) implements ScheduleDecision {}
}
