package io.steward.runtime.cli.verb;

import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.cli.completion.CompletionCandidates;
import io.steward.runtime.cli.option.SendOptions;
import io.steward.runtime.cli.option.Verb;
import io.steward.runtime.cli.rows.MessageRows;
import io.steward.runtime.cli.rows.ScheduleRows;
import io.steward.runtime.cli.rows.UnitRows;
import io.steward.runtime.cli.terminal.AgeFormat;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.ExitCode;
import io.steward.runtime.cli.terminal.Table;
import io.steward.runtime.databind.Json;
import io.steward.runtime.fleet.Listing;
import io.steward.runtime.fleet.MessageHistory;
import io.steward.runtime.fleet.MessageHistory.Row;
import io.steward.runtime.fleet.Unit;
import io.steward.runtime.fleet.Units;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `steward unit NAME`
@Command(
    name = "unit",
    description =
        "Shows everything about a unit: what it reports, the messages waiting for it, and the"
            + " latest outcomes.",
    mixinStandardHelpOptions = true)
public final class ShowUnit extends Verb {

  @Parameters(
      paramLabel = "NAME",
      completionCandidates = CompletionCandidates.OfUnits.class,
      description = "The unit.")
  private String name = "";

  @Option(
      names = "--since",
      paramLabel = "DURATION",
      converter = SendOptions.ReadDuration.class,
      defaultValue = "1d",
      description = "How far back to look for messages. Default: ${DEFAULT-VALUE}.")
  private Duration since = Duration.ZERO;

  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many of the latest outcomes to show. Default: ${DEFAULT-VALUE}.")
  private int last;

  /// Made by picocli.
  ShowUnit() {}

  @Override
  public Integer call() throws Exception {
    Console console = console();
    try (Bus bus = connect()) {
      InstantSource clock = InstantSource.system();
      String unseen = new NodeName(name).value();
      Optional<Unit> unit = new Units(bus, clock).find(new NodeName(unseen));
      Instant now = clock.instant();
      Listing<Row> messages = new MessageHistory(bus, clock).since(now.minus(since), unseen);
      List<Row> rows = messages.entries();
      List<Row> open =
          rows.stream().filter(row -> row.state() instanceof State.InProgress).toList();
      List<Row> ended = rows.stream().filter(row -> row.state() instanceof State.Terminal).toList();
      List<Row> latest = ended.subList(Math.max(0, ended.size() - last), ended.size());
      if (console.json()) {
        unit.ifPresent(found -> UnitRows.object(found, console));
        open.forEach(row -> MessageRows.object(row, console));
        latest.forEach(row -> MessageRows.object(row, console));
      } else {
        unit.ifPresent(found -> print(found, now, console));
        printMessages("waiting or in progress", open, now, console);
        printMessages("latest outcomes", latest, now, console);
      }
      console.noteUnreadable(messages.unreadable(), "message");
      if (unit.isEmpty()) {
        console.note(name + " is unseen: never heard from");
        return ExitCode.FAILED;
      }
      return ExitCode.OK;
    }
  }

  private static void printMessages(String head, List<Row> rows, Instant now, Console console) {
    if (!rows.isEmpty()) {
      console.line("");
      console.line(console.bold(head));
      console.table(MessageRows.of(rows, now, console));
    }
  }

  /// Prints what a unit reports.
  static void print(Unit unit, Instant now, Console console) {
    console.line(
        console.bold(unit.name()),
        " is ",
        console.state(unit.presence().word()),
        " since "
            + unit.since().truncatedTo(ChronoUnit.SECONDS)
            + " ("
            + AgeFormat.ago(unit.since(), now)
            + "): "
            + unit.why());
    Table facts = new Table("", "");
    addRow(facts, "labels", UnitRows.labels(unit));
    addRow(facts, "steward", unit.text("version"));
    addRow(facts, "system", values(unit.map("system")));
    addRow(facts, "last heard", AgeFormat.ago(unit.lastHeard(), now) + " ago");
    addRow(facts, "ledger", unit.text("ledger") + " messages");
    addRow(facts, "outbox", unit.text("outbox") + " to be published");
    addRow(facts, "clock", clock(unit.text("clockOffsetMillis")));
    addRow(facts, "config", unit.map("config").getOrDefault("file", "").toString());
    UnitRows.notes(unit).forEach(note -> addRow(facts, "problem", note));
    facts.lines().stream().skip(1).forEach(console::line);
    printFacts(unit, console);
    console.line("");
    console.table(processes(unit));
    if (!unit.maps("schedules").isEmpty()) {
      console.line("");
      console.table(ScheduleRows.of(unit.maps("schedules"), console));
    }
    console.line("");
    console.table(plugins(unit));
  }

  private static void addRow(Table table, String name, String value) {
    if (!value.isBlank()) {
      table.row("  " + name, value);
    }
  }

  private static String clock(String offset) {
    return offset.isEmpty() ? "" : offset + " ms behind the broker";
  }

  private static String values(Map<String, Object> map) {
    return map.values().stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static void printFacts(Unit unit, Console console) {
    Map<String, Object> facts = unit.map("facts");
    if (!facts.isEmpty()) {
      console.line("  facts");
      Json.yaml(facts).lines().forEach(line -> console.line("    " + line));
    }
  }

  private static Table processes(Unit unit) {
    String[] keys = {"subject", "state", "waiting", "done", "failed", "lastError"};
    return table(
        unit.maps("processes"),
        keys,
        "PROCESS",
        "STATE",
        "WAITING",
        "DONE",
        "FAILED",
        "LAST ERROR");
  }

  private static Table plugins(Unit unit) {
    Table table = new Table("PLUGIN", "VERSION", "METHODS", "PROBLEM");
    for (Map<String, Object> plugin : unit.maps("plugins")) {
      String methods =
          plugin.get("methods") instanceof List<?> all
              ? all.stream()
                  .map(method -> method instanceof Map<?, ?> map ? map.get("name") : null)
                  .map(String::valueOf)
                  .distinct()
                  .collect(Collectors.joining(" "))
              : "";
      table.row(text(plugin, "id"), text(plugin, "version"), methods, text(plugin, "problem"));
    }
    return table;
  }

  private static Table table(List<Map<String, Object>> rows, String[] keys, String... heads) {
    Table table = new Table(heads);
    for (Map<String, Object> row : rows) {
      table.row(IntStream.range(0, keys.length).mapToObj(i -> text(row, keys[i])).toArray());
    }
    return table;
  }

  private static String text(Map<String, Object> map, String key) {
    return map.getOrDefault(key, "").toString();
  }
}
