package io.steward.runtime.cli;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.fleet.Expiry;
import io.steward.runtime.fleet.Unit;
import io.steward.runtime.fleet.Units;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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
      arity = "0..*",
      description = "Names, patterns such as ship*, or label=value; all when not said.")
  private List<String> targets = List.of();

  @Option(names = "--watch", description = "Shows them again every second, until Ctrl-C.")
  private boolean watch;

  /// Made by picocli.
  ListUnits() {}

  @Override
  public Integer call() throws Exception {
    Console console = console();
    try (Bus bus = visit()) {
      Units units = new Units(bus, InstantSource.system());
      do {
        List<Unit> all =
            units.all().stream()
                .filter(unit -> targets.isEmpty() || Targets.match(targets, unit))
                .toList();
        if (watch && console.live()) {
          console.line("\u001b[H\u001b[2J");
        }
        show(all, console);
        if (watch) {
          TimeUnit.SECONDS.sleep(1);
        }
      } while (watch);
      return Exit.FINE;
    }
  }

  /// Prints units.
  static void show(List<Unit> units, Console console) {
    Instant now = Instant.now();
    Table table = new Table("UNIT", "STATE", "HEARD", "UP", "WAITING", "OUTBOX", "LABELS", "NOTES");
    for (Unit unit : units) {
      if (console.json()) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", unit.name());
        object.put("state", unit.presence().word());
        object.put("heard", unit.heard().toString());
        object.put("unit", unit.document());
        console.object("unit", object);
      }
      table.row(
          unit.name(),
          console.state(unit.presence().word()),
          Ages.ago(unit.heard(), now),
          started(unit, now),
          waiting(unit),
          unit.text("outbox"),
          labels(unit),
          notes(unit));
    }
    if (!console.json()) {
      table.lines().forEach(console::line);
    }
  }

  private static String started(Unit unit, Instant now) {
    try {
      return switch (unit.presence()) {
        case ONLINE -> Ages.ago(Instant.parse(unit.text("started")), now);
        case SILENT, STOPPED, UNSEEN -> "";
      };
    } catch (java.time.DateTimeException other) {
      return "";
    }
  }

  private static String waiting(Unit unit) {
    long waiting = 0;
    if (unit.document().get("processes") instanceof List<?> processes) {
      for (Object process : processes) {
        if (process instanceof Map<?, ?> map && map.get("waiting") instanceof Number number) {
          waiting += number.longValue();
        }
      }
    }
    return Long.toString(waiting);
  }

  private static String labels(Unit unit) {
    return unit.map("labels").entrySet().stream()
        .map(label -> label.getKey() + "=" + label.getValue())
        .collect(Collectors.joining(" "));
  }

  private static String notes(Unit unit) {
    List<String> notes = new ArrayList<>();
    if (unit.document().get("problems") instanceof List<?> problems) {
      problems.forEach(problem -> notes.add(String.valueOf(problem)));
    }
    if (unit.document().get("clockOffsetMillis") instanceof Number millis) {
      Duration offset = Duration.ofMillis(millis.longValue());
      if (offset.abs().compareTo(Expiry.SKEW) > 0) {
        notes.add("clock " + Ages.took(offset.abs()) + (offset.isNegative() ? " fast" : " slow"));
      }
    }
    long refused = 0;
    if (unit.document().get("plugins") instanceof List<?> plugins) {
      refused =
          plugins.stream()
              .filter(plugin -> plugin instanceof Map<?, ?> map && map.containsKey("problem"))
              .count();
    }
    if (refused > 0) {
      notes.add(refused + (refused == 1 ? " plugin refused" : " plugins refused"));
    }
    return String.join("; ", notes);
  }
}
