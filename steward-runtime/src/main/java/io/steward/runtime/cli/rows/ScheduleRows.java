package io.steward.runtime.cli.rows;

import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.Table;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The schedules of a unit as table rows.
public final class ScheduleRows {

  private static final String UTC = "UTC";

  private ScheduleRows() {}

  /// A table with a row per schedule.
  public static Table of(List<Map<String, Object>> schedules, Console console) {
    Table table =
        new Table(
            "SCHEDULE", "WHEN", "COMMAND", "BY", "NEXT", "LAST", "STATE", "RUNS", "SKIPPED", "ID");
    for (Map<String, Object> schedule : schedules) {
      table.row(
          text(schedule, "name"),
          when(schedule),
          text(schedule, "command"),
          text(schedule, "by"),
          time(text(schedule, "next")),
          time(text(schedule, "lastDue")),
          console.state(text(schedule, "lastState")),
          text(schedule, "runs"),
          text(schedule, "skipped"),
          text(schedule, "lastId"));
    }
    return table;
  }

  private static String when(Map<String, Object> schedule) {
    String zone = text(schedule, "zone");
    return text(schedule, "cron") + (zone.equals(UTC) ? "" : " " + zone);
  }

  private static String time(String time) {
    try {
      return time.isEmpty() ? "" : MessageRows.TIME.format(Instant.parse(time));
    } catch (DateTimeException other) {
      return time;
    }
  }

  private static String text(Map<String, Object> map, String key) {
    return map.getOrDefault(key, "").toString();
  }
}
