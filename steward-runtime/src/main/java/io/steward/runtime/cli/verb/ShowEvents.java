package io.steward.runtime.cli.verb;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.cli.completion.CompletionCandidates;
import io.steward.runtime.cli.option.SendOptions;
import io.steward.runtime.cli.option.TargetResolver;
import io.steward.runtime.cli.option.Verb;
import io.steward.runtime.cli.rows.MessageRows;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.ExitCode;
import io.steward.runtime.fleet.Listing;
import io.steward.runtime.fleet.StateChange;
import io.steward.runtime.fleet.StateChangeFeed;
import io.steward.runtime.fleet.Unit;
import io.steward.runtime.fleet.Units;
import io.steward.runtime.targeting.Targets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `steward events [TARGET...]`
@Command(
    name = "events",
    description = "Prints the state changes of messages and units, one per line.",
    mixinStandardHelpOptions = true)
public final class ShowEvents extends Verb {

  @Parameters(
      paramLabel = "TARGET",
      completionCandidates = CompletionCandidates.OfUnits.class,
      arity = "0..*",
      description = TargetResolver.HELP + " Default: all.")
  private List<String> words = List.of();

  @Option(names = "--follow", description = "Keeps printing new ones until Ctrl-C.")
  private boolean follow;

  @Option(
      names = "--since",
      paramLabel = "DURATION",
      converter = SendOptions.ReadDuration.class,
      defaultValue = "10m",
      description = "How far back to start. Default: ${DEFAULT-VALUE}.")
  private Duration since = Duration.ZERO;

  /// Made by picocli.
  ShowEvents() {}

  @Override
  public Integer call() throws Exception {
    Console console = console();
    Targets targets = words.isEmpty() ? Targets.ALL : TargetResolver.resolve(words);
    InstantSource clock = InstantSource.system();
    try (Bus bus = connect()) {
      Predicate<StateChange> filter = filter(targets, new Units(bus, clock).all());
      Instant start = clock.instant().minus(since);
      if (!follow) {
        Listing<StateChange> changes = StateChangeFeed.past(bus, clock, start);
        changes.entries().stream().filter(filter).forEach(change -> print(change, console));
        console.noteUnreadable(changes.unreadable(), "message");
        return ExitCode.OK;
      }
      StateChangeFeed feed =
          StateChangeFeed.follow(
              bus,
              clock,
              start,
              change -> {
                if (filter.test(change)) {
                  print(change, console);
                }
              });
      try (feed) {
        new CountDownLatch(1).await();
      }
      return ExitCode.OK;
    }
  }

  /// Accepts changes of the target units. Names and patterns also match units that appear later.
  private static Predicate<StateChange> filter(Targets targets, List<Unit> units) {
    Set<String> selected =
        units.stream().filter(targets::match).map(Unit::name).collect(Collectors.toSet());
    Set<String> known = new HashSet<>(units.stream().map(Unit::name).toList());
    return change ->
        selected.contains(change.unit())
            || (!known.contains(change.unit()) && targets.match(Unit.unseen(change.unit())));
  }

  /// Prints a change.
  static void print(StateChange change, Console console) {
    if (console.json()) {
      console.object("event", fields(change));
      return;
    }
    String time = MessageRows.TIME.format(change.at()) + "  ";
    switch (change) {
      case StateChange.UnitChange(var _, String unit, var presence, String why) ->
          console.line(time + unit + " is ", console.state(presence.word()), ": " + why);
      case StateChange.MessageChange(
              var _,
              String id,
              var subject,
              var state,
              String by,
              String why) ->
          console.line(
              time + id + "  " + subject + "  ",
              console.state(state.word()),
              " by " + by + (why.isEmpty() ? "" : ": " + why));
    }
  }

  private static Map<String, Object> fields(StateChange change) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("at", change.at().toString());
    fields.put("node", change.unit());
    switch (change) {
      case StateChange.UnitChange unit -> {
        fields.put("state", unit.presence().word());
        fields.put("reason", unit.why());
      }
      case StateChange.MessageChange message -> {
        fields.put("id", message.id());
        fields.put("subject", message.subject().toString());
        fields.put("state", message.state().word());
        fields.put("by", message.by());
        fields.put("reason", message.reason());
      }
    }
    return fields;
  }
}
