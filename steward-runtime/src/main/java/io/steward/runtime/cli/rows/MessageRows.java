package io.steward.runtime.cli.rows;

import io.steward.runtime.cli.terminal.AgeFormat;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.Table;
import io.steward.runtime.fleet.MessageHistory.Row;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Messages as table rows and JSON objects.
public final class MessageRows {

  /// Times for people, in their own zone.
  public static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  private MessageRows() {}

  /// A table with a row per message.
  public static Table of(List<Row> rows, Instant now, Console console) {
    Table table = new Table("ID", "STORED", "SUBJECT", "FROM", "STATE", "SINCE", "REASON");
    for (Row row : rows) {
      table.row(
          row.id(),
          TIME.format(row.stored()),
          row.subject().toString(),
          row.from(),
          console.state(row.state().word()),
          AgeFormat.ago(row.changed(), now),
          row.reason());
    }
    return table;
  }

  /// Prints a message as a JSON object.
  public static void object(Row row, Console console) {
    console.object("message", fields(row));
  }

  private static Map<String, Object> fields(Row row) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", row.id());
    fields.put("subject", row.subject().toString());
    fields.put("node", row.subject().node().value());
    fields.put("from", row.from());
    row.job().ifPresent(job -> fields.put("job", job));
    row.schedule().ifPresent(schedule -> fields.put("schedule", schedule));
    fields.put("state", row.state().word());
    fields.put("stored", row.stored().toString());
    fields.put("changed", row.changed().toString());
    fields.put("reason", row.reason());
    return fields;
  }
}
