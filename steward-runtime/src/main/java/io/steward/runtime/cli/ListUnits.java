package io.steward.runtime.cli;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.databind.NearestWord;
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
final class ListUnits extends Verb {

  @Parameters(
      paramLabel = "TARGET",
      completionCandidates = CompletionCandidates.OfUnits.class,
      arity = "0..*",
      description = TargetResolver.WORDS + " All when not said.")
  private List<String> words = List.of();

  @Option(
      names = "--where",
      paramLabel = "EXPRESSION",
      description =
          "Only those that fulfil it: 'state=silent and version<1.2', 'plugin=shellcommand'.")
  private @Nullable String where;

  @Option(
      names = "--sort",
      paramLabel = "KEY",
      defaultValue = "name",
      description =
          "By what: name, state, since, heard, waiting, outbox, version, a label, a fact; with a -"
              + " before it the other way round. [${DEFAULT-VALUE}]")
  private String sort = "";

  @Option(
      names = "--watch",
      description =
          "On a terminal, shows them in place until Ctrl-C; elsewhere, each again when its state"
              + " changes.")
  private boolean watch;

  /// Made by picocli.
  ListUnits() {}

  @Override
  public Integer call() throws Exception {
    Console console = console();
    Targets targets = words.isEmpty() ? Targets.ALL : TargetResolver.resolve(words);
    Optional<Expression> condition = Optional.ofNullable(where).map(Expression::parse);
    try (Bus bus = visit()) {
      Choice choice = new Choice(targets, condition, sort);
      if (watch) {
        watch(bus, choice, console);
      } else {
        List<Unit> all = new Units(bus, InstantSource.system()).all();
        choice.check(all);
        show(choice.of(all), console);
      }
      return ExitCode.FINE;
    }
  }

  /// Which units are shown, and in which order.
  private record Choice(Targets targets, Optional<Expression> condition, String sort) {

    List<Unit> of(List<Unit> all) {
      return all.stream()
          .filter(targets::match)
          .filter(unit -> condition.map(each -> each.matches(unit)).orElse(true))
          .sorted(Attributes.order(sort))
          .toList();
    }

    /// An order by something that no unit has would not be one.
    void check(List<Unit> all) {
      String key = sort.startsWith("-") ? sort.substring(1) : sort;
      if (!all.isEmpty() && all.stream().noneMatch(unit -> Attributes.has(unit, key))) {
        throw new IllegalArgumentException(
            "--sort: no unit has \""
                + key
                + "\""
                + NearestWord.hint(key, Attributes.knownKeys(all)));
      }
    }
  }

  private static void watch(Bus bus, Choice choice, Console console)
      throws IOException, InterruptedException {
    try (LiveUnits live = LiveUnits.follow(bus, InstantSource.system())) {
      choice.check(live.at(Instant.now()));
      if (console.drawing()) {
        draw(live, choice, console);
      } else {
        tellChanges(live, choice, console);
      }
    }
  }

  private static void draw(LiveUnits live, Choice choice, Console console)
      throws InterruptedException {
    try (Screen screen = new Screen(console)) {
      while (true) {
        Instant now = Instant.now();
        TerminalSize size = TerminalSize.now();
        List<Unit> units = choice.of(live.at(now));
        List<String> lines = UnitRows.of(units, now, console).lines(size.columns());
        screen.draw(UnitRows.headed(count(units), lines, console), size.rows());
        TimeUnit.SECONDS.sleep(1);
      }
    }
  }

  private static void tellChanges(LiveUnits live, Choice choice, Console console)
      throws InterruptedException {
    Map<String, Presence> told = new HashMap<>();
    while (true) {
      choice
          .of(live.changesSince(told, Instant.now()))
          .forEach(unit -> UnitRows.tell(unit, console));
      TimeUnit.SECONDS.sleep(1);
    }
  }

  private static String count(List<Unit> units) {
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

  /// Prints units.
  private static void show(List<Unit> units, Console console) {
    if (console.json()) {
      units.forEach(unit -> UnitRows.object(unit, console));
    } else {
      console.table(UnitRows.of(units, Instant.now(), console));
    }
  }
}
