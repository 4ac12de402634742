package io.steward.runtime.ledger;

import io.steward.api.NodeName;
import io.steward.api.State;
import java.time.Instant;
import java.util.Optional;

/// A schedule as it is stored.
///
/// @param name its name on this node
/// @param definition identifies its definition, by the command that set it and a random token, from
///   which the ids of its runs are derived
/// @param content its definition, as JSON
/// @param setBy the node that set it
/// @param setAt when it was set
/// @param handledUntil the time up to which due times are handled
/// @param skippedCountedUntil the time up to which skipped runs are counted; later than that if the
///   clock was set back
/// @param last its latest run
/// @param runs the number of its runs
/// @param skipped the number of due times at which it did not run
public record StoredSchedule(
    String name,
    String definition,
    String content,
    NodeName setBy,
    Instant setAt,
    Instant handledUntil,
    Instant skippedCountedUntil,
    Optional<LastRun> last,
    long runs,
    long skipped) {

  /// A run of a schedule.
  ///
  /// @param id the id of the run
  /// @param due when it was due
  /// @param state its state
  public record LastRun(String id, Instant due, Optional<State> state) {}
}
