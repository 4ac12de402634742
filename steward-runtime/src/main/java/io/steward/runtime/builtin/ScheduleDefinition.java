package io.steward.runtime.builtin;

import io.steward.api.NodeName;
import io.steward.runtime.databind.Binder;
import io.steward.runtime.databind.Document;
import io.steward.runtime.databind.Json;
import io.steward.runtime.databind.PlainData;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.databind.Tree;
import io.steward.runtime.schedule.Cron;
import io.steward.runtime.schedule.MissedRunPolicy;
import io.steward.runtime.schedule.OverlapPolicy;
import io.steward.runtime.schedule.Recurrence;
import io.steward.runtime.schedule.Zone;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The definition of a schedule, with all defaults filled in.
///
/// @param cron when it is due
/// @param zone the time zone of the cron expression
/// @param jitter the longest random delay, which spreads nodes
/// @param missed what happens to missed runs
/// @param overlap what happens if the last run has not ended
/// @param command the command that runs, `<method>.<domain>`
/// @param arguments its arguments
/// @param timeout its timeout
record ScheduleDefinition(
    Cron cron,
    Zone zone,
    Duration jitter,
    MissedRunPolicy missed,
    OverlapPolicy overlap,
    String command,
    Optional<Tree> arguments,
    Optional<Duration> timeout) {

  /// Parses what {@link #text} wrote.
  ///
  /// @throws ProblemsException if it is not valid here, for example because of a zone that this
  ///   Java lacks
  static ScheduleDefinition read(String text) throws ProblemsException {
    return Binder.bind(
        Document.json("schedule", text.getBytes(StandardCharsets.UTF_8)), ScheduleDefinition.class);
  }

  /// The definition as JSON; equal definitions have equal texts.
  String text() {
    return Json.line(PlainData.of(this));
  }

  /// When it is due on a node.
  ///
  /// @param name of the schedule
  Recurrence recurrence(NodeName node, String name) {
    return Recurrence.withJitter(cron, zone, jitter, node + "/" + name);
  }

  /// The arguments as plain data.
  Object plainArguments() {
    return arguments.<Object>map(PlainData::of).orElse(Map.of());
  }
}
