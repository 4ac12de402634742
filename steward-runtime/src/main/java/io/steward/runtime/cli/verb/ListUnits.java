package io.steward.runtime.cli.verb;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.cli.completion.CompletionCandidates;
import io.steward.runtime.cli.option.TargetResolver;
import io.steward.runtime.cli.option.Verb;
import io.steward.runtime.cli.rows.UnitRows;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.ExitCode;
import io.steward.runtime.cli.terminal.PrintableText;
import io.steward.runtime.cli.terminal.Screen;
import io.steward.runtime.cli.terminal.TerminalSize;
import io.steward.runtime.databind.SpellingSuggestion;
import io.steward.runtime.fleet.Listing;
import io.steward.runtime.fleet.LiveUnits;
import io.steward.runtime.fleet.Presence;
import io.steward.runtime.fleet.Unit;
import io.steward.runtime.fleet.Units;
import io.steward.runtime.targeting.Attributes;
import io.steward.runtime.targeting.Expression;
import io.steward.runtime.targeting.Targets;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `steward units [TARGET...]`
@Command(
    name = "units",
    description = "Lists the units and their states.",
    mixinStandardHelpOptions = true)
public final class ListUnits extends Verb {

  @Parameters(
      paramLabel = "TARGET",
      completionCandidates = CompletionCandidates.OfUnits.class,
      arity = "0..*",
      description = TargetResolver.HELP + " Default: all.")
  private List<String> words = List.of();

  @Option(
      names = "--where",
      paramLabel = "EXPRESSION",
      description =
          "Only units that match, such as 'state=silent and version<1.2', 'plugin=shellcommand'.")
  private @Nullable String where;

  @Option(
      names = "--sort",
      paramLabel = "KEY",
      defaultValue = "name",
      description =
          "Sort key: name, state, since, heard, waiting, outbox, version, a label or a fact; a"
              + " leading - reverses the order. Default: ${DEFAULT-VALUE}.")
  private String sort = "";

  @Option(
      names = "--watch",
      description =
          "On a terminal, refreshes the table until Ctrl-C; otherwise, prints each unit again when"
              + " its state changes.")
  private boolean watch;

  /// Made by picocli.
  ListUnits() {}

  @Override
  public Integer call() throws Exception {
    Console console = console();
    Targets targets = words.isEmpty() ? Targets.ALL : TargetResolver.resolve(words);
    Optional<Expression> condition = Optional.ofNullable(where).map(Expression::parse);
    try (Bus bus = connect()) {
      Selection selection = new Selection(targets, condition, sort);
      if (watch) {
        watch(bus, selection, console);
      } else {
        Listing<Unit> all = new Units(bus, InstantSource.system()).list();
        selection.check(all.entries());
        print(selection.of(all.entries()), console);
        console.noteUnreadable(all.unreadable(), "unit");
      }
      return ExitCode.OK;
    }
  }

  /// The units to show, and their order.
  private record Selection(Targets targets, Optional<Expression> condition, String sort) {

    List<Unit> of(List<Unit> all) {
      List<Unit> matching =
          all.stream()
              .filter(targets::match)
              .filter(unit -> condition.map(each -> each.matches(unit)).orElse(true))
              .toList();
      return Attributes.sorted(matching, sort);
    }

    /// Rejects a sort key that no unit has.
    void check(List<Unit> all) {
      String key = sort.startsWith("-") ? sort.substring(1) : sort;
      if (!all.isEmpty() && all.stream().noneMatch(unit -> Attributes.has(unit, key))) {
        throw new IllegalArgumentException(
            "--sort: no unit has \""
                + key
                + "\""
                + SpellingSuggestion.hint(key, Attributes.knownKeys(all)));
      }
    }
  }

  private static void watch(Bus bus, Selection selection, Console console)
      throws IOException, InterruptedException {
    try (LiveUnits live = LiveUnits.follow(bus, InstantSource.system())) {
      selection.check(live.at(Instant.now()));
      if (console.canDraw()) {
        draw(live, selection, console);
      } else {
        printChanges(live, selection, console);
      }
    }
  }

  private static void draw(LiveUnits live, Selection selection, Console console)
      throws InterruptedException {
    try (Screen screen = new Screen(console)) {
      while (true) {
        Instant now = Instant.now();
        TerminalSize size = TerminalSize.ofOutput();
        List<Unit> units = selection.of(live.at(now));
        List<PrintableText> lines = UnitRows.of(units, now, console).lines(size.columns());
        screen.draw(UnitRows.withHeading(summary(units), lines, console), size.rows());
        TimeUnit.SECONDS.sleep(1);
      }
    }
  }

  private static void printChanges(LiveUnits live, Selection selection, Console console)
      throws InterruptedException {
    Map<String, Presence> lastPrinted = new HashMap<>();
    while (true) {
      selection
          .of(live.changesSince(lastPrinted, Instant.now()))
          .forEach(unit -> UnitRows.printChange(unit, console));
      TimeUnit.SECONDS.sleep(1);
    }
  }

  private static String summary(List<Unit> units) {
    String states =
        Arrays.stream(Presence.values())
            .map(presence ->
                Map.entry(
                    presence.word(),
                    units.stream().filter(unit -> unit.presence() == presence).count()))
            .filter(each -> each.getValue() > 0)
            .map(each -> each.getValue() + " " + each.getKey())
            .collect(Collectors.joining(", "));
    return units.size() + " units" + (states.isEmpty() ? "" : ": " + states);
  }

  /// Prints units once.
  private static void print(List<Unit> units, Console console) {
    if (console.json()) {
      units.forEach(unit -> UnitRows.object(unit, console));
    } else {
      console.table(UnitRows.of(units, Instant.now(), console));
    }
  }
}
