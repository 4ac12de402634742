package io.steward.runtime.ledger;

import io.steward.api.NodeName;
import io.steward.api.State;
import java.time.Instant;
import java.util.Optional;

/// A schedule as it is kept.
///
/// @param name what it is called on this node
/// @param definition the id of the command that set it
/// @param content what was set, as JSON
/// @param by who set it
/// @param at when
/// @param place up to when what was due is dealt with
/// @param counted up to when what was skipped is counted; later than the place when the clock was
///   set back
/// @param last its latest run
/// @param runs how often it ran
/// @param skipped how often it did not, though it was due
public record StoredSchedule(
    String name,
    String definition,
    String content,
    NodeName by,
    Instant at,
    Instant place,
    Instant counted,
    Optional<LastRun> last,
    long runs,
    long skipped) {

  /// A run of a schedule.
  ///
  /// @param id of the run
  /// @param due when it was due
  /// @param state where it stands
  public record LastRun(String id, Instant due, Optional<State> state) {}
}
