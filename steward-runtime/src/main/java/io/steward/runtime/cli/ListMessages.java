package io.steward.runtime.cli;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.fleet.History;
import io.steward.runtime.fleet.History.Life;
import io.steward.runtime.fleet.History.Row;
import io.steward.runtime.fleet.History.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `steward messages [ID]`
@Command(
    name = "messages",
    description = "Lists messages and their states, or shows the life of one.",
    mixinStandardHelpOptions = true)
final class ListMessages extends Verb {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  private static final int WIDEST = 500; // the whole of it is in --json

  @Parameters(paramLabel = "ID", arity = "0..1", description = "The message to show.")
  private @Nullable String id;

  @Option(
      names = "--since",
      paramLabel = "DURATION",
      converter = SendOptions.ReadDuration.class,
      defaultValue = "1h",
      description = "How far back to look. [${DEFAULT-VALUE}]")
  private Duration since = Duration.ZERO;

  @Option(names = "--unit", paramLabel = "NAME", description = "Only those to one unit.")
  private @Nullable String unit;

  @Option(names = "--state", paramLabel = "STATE", description = "Only those in one state.")
  private @Nullable String state;

  @Option(names = "--method", paramLabel = "METHOD", description = "Only those of one method.")
  private @Nullable String method;

  /// Made by picocli.
  ListMessages() {}

  @Override
  public Integer call() throws Exception {
    Console console = console();
    try (Bus bus = visit()) {
      History history = new History(bus, InstantSource.system());
      if (id != null) {
        Optional<Life> life = history.of(id);
        life.ifPresentOrElse(
            found -> show(found, console),
            () -> console.note("steward: no message " + id + " is stored"));
        return life.isPresent() ? Exit.FINE : Exit.FAILED;
      }
      list(history.since(Instant.now().minus(since), unit == null ? "*" : unit), console);
      return Exit.FINE;
    }
  }

  private void list(List<Row> rows, Console console) {
    Table table = new Table("ID", "STORED", "SUBJECT", "FROM", "STATE", "SINCE", "REASON");
    Instant now = Instant.now();
    for (Row row : rows) {
      if ((state != null && !row.state().word().equals(state))
          || (method != null && !row.subject().method().value().equals(method))) {
        continue;
      }
      if (console.json()) {
        console.object("message", fields(row));
      }
      table.row(
          row.id(),
          TIME.format(row.stored()),
          row.subject().toString(),
          row.from(),
          console.state(row.state().word()),
          Ages.ago(row.changed(), now),
          row.reason());
    }
    if (!console.json()) {
      table.lines().forEach(console::line);
    }
  }

  private static Map<String, Object> fields(Row row) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", row.id());
    fields.put("subject", row.subject().toString());
    fields.put("node", row.subject().node().value());
    fields.put("from", row.from());
    fields.put("state", row.state().word());
    fields.put("stored", row.stored().toString());
    fields.put("changed", row.changed().toString());
    fields.put("reason", row.reason());
    return fields;
  }

  private static void show(Life life, Console console) {
    if (console.json()) {
      console.object("message", fields(life.row()));
      for (Step step : life.steps()) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", life.row().id());
        fields.put("at", step.at().toString());
        fields.put("state", step.state());
        fields.put("by", step.by());
        fields.put("document", step.document());
        console.object("step", fields);
      }
      return;
    }
    console.line(console.bold(life.row().id()) + "  " + life.row().subject());
    console.line("from " + life.row().from() + ", arguments " + life.arguments());
    Table table = new Table("STORED", "STATE", "BY", "WHAT");
    for (Step step : life.steps()) {
      table.row(
          TIME.format(step.at()), console.state(step.state()), step.by(), what(step.document()));
    }
    table.lines().forEach(console::line);
  }

  private static String what(Map<String, Object> document) {
    if (document.containsKey("stream")) {
      return document.get("bytes") + " bytes of " + document.get("stream");
    }
    StringBuilder what = new StringBuilder(document.getOrDefault("reason", "").toString());
    if (document.containsKey("result")) {
      what.append(what.isEmpty() ? "" : ", ").append(document.get("result"));
    }
    return what.length() <= WIDEST
        ? what.toString()
        : what.substring(0, WIDEST) + "… (" + (what.length() - WIDEST) + " characters more)";
  }
}
