package io.steward.plugin.errorlog;

import io.steward.api.Description;
import io.steward.api.LogEntry;
import io.steward.api.Matches;
import io.steward.api.Range;
import io.steward.api.Size;
import java.util.List;

/// One event: what has gone wrong lately.
///
/// @param run a word that the node made up when it started
/// @param number of the last entry it is about, in that run; the same is the same event
/// @param untold how many entries before these are not told
/// @param entries in the order in which they were logged
public record Batch(
    @Description("A word that the node made up when it started.") @Matches("[A-Za-z0-9_-]{1,64}")
        String run,
    @Description("Counts what the node has logged in that run; the same is the same event.")
        @Range(min = 1)
        long number,
    @Description("How many before these are not told, for they were too many.") @Range(min = 0)
        long untold,
    @Description("What was logged, in its order.") @Size(min = 1, max = 1000)
        List<LogEntry> entries) {

  /// What no other event of the node has.
  String id() {
    return run + ":" + number;
  }
}
