package io.steward.runtime.process;

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

/// What a schedule is set to, with nothing left unsaid.
///
/// @param cron when it is due
/// @param zone whose clock that goes by
/// @param jitter over how long it is spread
/// @param missed what is done about what was missed
/// @param overlap what is done when the run before has not ended
/// @param command what is executed, `<method>.<domain>`
/// @param arguments of that
/// @param timeout how long it may run
record ScheduleDefinition(
    Cron cron,
    Zone zone,
    Duration jitter,
    MissedRunPolicy missed,
    OverlapPolicy overlap,
    String command,
    Optional<Tree> arguments,
    Optional<Duration> timeout) {

  /// Reads what {@link #text} wrote.
  ///
  /// @throws ProblemsException when it means nothing here, such as a zone that this Java lacks
  static ScheduleDefinition read(String text) throws ProblemsException {
    return Binder.bind(
        Document.json("schedule", text.getBytes(StandardCharsets.UTF_8)), ScheduleDefinition.class);
  }

  /// All of it as JSON; the same for the same setting.
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
