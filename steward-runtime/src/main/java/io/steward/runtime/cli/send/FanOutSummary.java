package io.steward.runtime.cli.send;

import io.steward.api.State;
import io.steward.runtime.cli.terminal.AgeFormat;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.PrintableText;
import io.steward.runtime.cli.terminal.Table;
import io.steward.runtime.cli.terminal.WordWrap;
import io.steward.runtime.fleet.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The summary of a message to many units: a table of all units if they are few, otherwise of those
/// that did not succeed; the number of units in each state; and the units without an outcome.
final class FanOutSummary {

  private static final int MAX_SHOWN_ALL = 20;
  private static final int MAX_ROWS = 50;

  private FanOutSummary() {}

  /// The lines of the summary.
  ///
  /// @param results the results of the units whose message was stored
  /// @param unsent the reasons why the messages to the other units were not stored, by name
  /// @param units the known units, by name
  static List<PrintableText> lines(
      List<MessageFollower.Result> results,
      Map<String, String> unsent,
      Map<String, Unit> units,
      Console console,
      int columns) {
    int all = results.size() + unsent.size();
    List<MessageFollower.Result> shown =
        results.stream()
            .filter(result -> all <= MAX_SHOWN_ALL || result.state() != State.Terminal.SUCCEEDED)
            .limit(MAX_ROWS)
            .toList();
    Table table = new Table("UNIT", "STATE", "EXIT", "TOOK", "REASON");
    for (MessageFollower.Result result : shown) {
      table.row(
          result.node(),
          console.state(result.state().word()),
          result.exit().map(String::valueOf).orElse(""),
          AgeFormat.elapsed(result.took()),
          reason(result, units));
    }
    unsent.entrySet().stream()
        .limit(MAX_ROWS)
        .forEach(each -> table.row(each.getKey(), "not stored", "", "", each.getValue()));
    List<PrintableText> lines = new ArrayList<>();
    if (!shown.isEmpty() || !unsent.isEmpty()) {
      lines.addAll(table.lines(columns));
    }
    if (all > MAX_SHOWN_ALL) {
      lines.add(PrintableText.of(counts(results, unsent)));
    }
    List<String> missing =
        results.stream()
            .filter(result -> result.state() instanceof State.InProgress)
            .map(MessageFollower.Result::node)
            .toList();
    if (!missing.isEmpty()) {
      String more =
          missing.size() > MAX_ROWS ? " and " + (missing.size() - MAX_ROWS) + " more" : "";
      String names = missing.stream().limit(MAX_ROWS).collect(Collectors.joining(" "));
      WordWrap.lines("missing: " + names + more, columns)
          .forEach(line -> lines.add(PrintableText.of(line)));
    }
    return lines;
  }

  private static String counts(List<MessageFollower.Result> results, Map<String, String> unsent) {
    Map<String, Long> counts =
        results.stream()
            .map(result -> result.state().word())
            .collect(
                Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    if (!unsent.isEmpty()) {
      counts.put("not stored", (long) unsent.size());
    }
    return results.size()
        + unsent.size()
        + " units: "
        + counts.entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", "));
  }

  /// The reason for the state; without an outcome, what the message is waiting for.
  private static String reason(MessageFollower.Result result, Map<String, Unit> units) {
    if (result.state() instanceof State.Terminal) {
      return result.reason();
    }
    Unit unit = units.getOrDefault(result.node(), Unit.unseen(result.node()));
    return (result.state() == State.InProgress.STORED
            ? "will be delivered once the unit is online; it is "
            : "")
        + unit.presence().word()
        + ", "
        + unit.why();
  }
}
