package io.steward.runtime.cli.rows;

import io.steward.runtime.cli.terminal.AgeFormat;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.PrintableText;
import io.steward.runtime.cli.terminal.Table;
import io.steward.runtime.fleet.Expiry;
import io.steward.runtime.fleet.Unit;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Units as table rows and JSON objects.
public final class UnitRows {

  private UnitRows() {}

  /// A table with a row per unit.
  public static Table of(List<Unit> units, Instant now, Console console) {
    Table table =
        new Table("UNIT", "STATE", "SINCE", "HEARD", "WAITING", "OUTBOX", "LABELS", "NOTES");
    for (Unit unit : units) {
      table.row(
          unit.name(),
          console.state(unit.presence().word()),
          AgeFormat.ago(unit.since(), now),
          AgeFormat.ago(unit.lastHeard(), now),
          Long.toString(unit.waiting()),
          unit.text("outbox"),
          labels(unit),
          String.join("; ", notes(unit)));
    }
    return table;
  }

  /// A table below a heading.
  public static List<PrintableText> withHeading(
      String head, List<PrintableText> table, Console console) {
    return Stream.concat(Stream.of(console.bold(head)), table.stream()).toList();
  }

  /// Prints a unit whose state has changed.
  public static void printChange(Unit unit, Console console) {
    if (console.json()) {
      object(unit, console);
    } else {
      console.line(
          Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + unit.name() + " ",
          console.state(unit.presence().word()),
          ", " + unit.why());
    }
  }

  /// Prints a unit as a JSON object.
  public static void object(Unit unit, Console console) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", unit.name());
    object.put("state", unit.presence().word());
    object.put("since", unit.since().toString());
    object.put("why", unit.why());
    object.put("heard", unit.lastHeard().toString());
    object.put("unit", unit.document());
    console.object("unit", object);
  }

  /// The labels of a unit, as `key=value`.
  public static String labels(Unit unit) {
    return unit.map("labels").entrySet().stream()
        .map(label -> label.getKey() + "=" + label.getValue())
        .collect(Collectors.joining(" "));
  }

  /// What an operator should know about a unit.
  public static List<String> notes(Unit unit) {
    List<String> notes = new ArrayList<>();
    if (unit.document().get("problems") instanceof List<?> problems) {
      problems.forEach(problem -> notes.add(String.valueOf(problem)));
    }
    if (unit.document().get("clockOffsetMillis") instanceof Number millis) {
      Duration offset = Duration.ofMillis(millis.longValue());
      if (offset.abs().compareTo(Expiry.SKEW) > 0) {
        notes.add(
            "clock " + AgeFormat.elapsed(offset.abs()) + (offset.isNegative() ? " fast" : " slow"));
      }
    }
    long refused =
        unit.maps("plugins").stream().filter(plugin -> plugin.containsKey("problem")).count();
    if (refused > 0) {
      notes.add(refused + (refused == 1 ? " plugin refused" : " plugins refused"));
    }
    return notes;
  }
}
