package io.steward.plugin.errorlog;

import io.steward.api.Description;
import io.steward.api.LogEntry;
import io.steward.api.Matches;
import io.steward.api.Range;
import io.steward.api.Size;
import java.util.List;

/// One event with recent warnings and errors.
///
/// @param run identifies the run of the node
/// @param number of the last entry it covers, in that run; the same number means the same event
/// @param untold how many entries before these were dropped
/// @param entries in the order in which they were logged
public record Batch(
    @Description("Identifies the run of the node, which chose it when it started.")
        @Matches("[A-Za-z0-9_-]{1,64}")
        String run,
    @Description("Number of the last log entry in that run; the same number is the same event.")
        @Range(min = 1)
        long number,
    @Description("Entries dropped before these by the rate limit.") @Range(min = 0) long untold,
    @Description("The log entries, in order.") @Size(min = 1, max = 1000) List<LogEntry> entries) {

  /// Identifies the event among all of the node.
  String id() {
    return run + ":" + number;
  }
}
