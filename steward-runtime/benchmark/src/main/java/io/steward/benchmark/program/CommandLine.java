package io.steward.benchmark.program;

import io.steward.benchmark.engine.Operator;
import io.steward.benchmark.engine.TrialFleet;
import io.steward.benchmark.measure.Comparison;
import io.steward.benchmark.measure.Comparison.Way;
import io.steward.benchmark.measure.Result;
import io.steward.benchmark.measure.Rounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Commands that people type: the time from the start of the program to its end, with one unit that
/// is up.
///
/// @param distribution the distribution to run
public record CommandLine(Distribution distribution) {

  private static final int COMMANDS = 20; // rows for the lists to show

  /// Runs the comparison.
  ///
  /// @param fleet an empty fleet
  public Result measure(String name, Rounds rounds, TrialFleet fleet) throws Exception {
    NodeSetup unit = NodeSetup.of(fleet, distribution);
    try (RunningProgram node = unit.start()) {
      long _ = node.awaitReady();
      prepare(unit);
      return rounds.run(comparison(name, rounds, unit.name().value()), trial -> trial.run(fleet));
    }
  }

  private Comparison<TrialFleet> comparison(String name, Rounds rounds, String unit) {
    List<Way<TrialFleet>> ways = new ArrayList<>();
    ways.add(
        new Way<>(
            "java -version", fleet -> ProgramTimer.time(distribution.javaVersion(fleet.folder()))));
    ways.add(verb("steward --help", "--help"));
    ways.add(verb("steward units", "units"));
    ways.add(verb("steward unit NAME", "unit", unit));
    ways.add(verb("steward messages", "messages"));
    ways.add(verb("steward jobs", "jobs"));
    ways.add(verb("steward events", "events"));
    ways.add(verb("steward run NAME -- true", "run", unit, "--", "true"));
    return new Comparison<>(
        name, "whole programs, from start to end, with one unit up", rounds, ways);
  }

  private Way<TrialFleet> verb(String name, String... arguments) {
    return new Way<>(
        name, fleet -> ProgramTimer.time(steward(fleet, Stream.of(arguments).toList())));
  }

  private void prepare(NodeSetup unit) throws Exception {
    Operator operator = Operator.on(unit.fleet());
    for (int i = 0; i < COMMANDS; i++) {
      var _ = operator.send(unit.shellSubject(), "{\"command\":[\"true\"]}").join();
    }
    List<String> job = List.of("run", unit.name().value(), "--job", "--", "true");
    var _ = ProgramTimer.time(steward(unit.fleet(), job));
  }

  private ProcessBuilder steward(TrialFleet fleet, List<String> arguments) {
    return distribution.steward(
        fleet.folder(),
        Map.of(
            "STEWARD_BROKER", fleet.broker().toString(),
            "STEWARD_PREFIX", fleet.prefix(),
            "STEWARD_AS", Operator.NAME),
        arguments);
  }
}
