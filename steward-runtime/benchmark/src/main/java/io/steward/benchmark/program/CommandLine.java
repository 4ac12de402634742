package io.steward.benchmark.program;

import io.steward.benchmark.engine.Operator;
import io.steward.benchmark.engine.Stand;
import io.steward.benchmark.measure.Comparison;
import io.steward.benchmark.measure.Comparison.Way;
import io.steward.benchmark.measure.Result;
import io.steward.benchmark.measure.Rounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What people type, from the start of the program to its end, with one unit that is up.
///
/// @param distribution whose program is started
public record CommandLine(Distribution distribution) {

  private static final int COMMANDS = 20; // what the lists are to show

  /// Compares.
  ///
  /// @param stand with nothing on it yet
  public Result measure(String name, Rounds rounds, Stand stand) throws Exception {
    UnitFiles unit = UnitFiles.in(stand, distribution);
    try (Started node = unit.start()) {
      long _ = node.awaitLine();
      prepare(unit);
      return rounds.run(comparison(name, rounds, unit.name().value()), trial -> trial.run(stand));
    }
  }

  private Comparison<Stand> comparison(String name, Rounds rounds, String unit) {
    List<Way<Stand>> ways = new ArrayList<>();
    ways.add(
        new Way<>(
            "java -version", stand -> WholeProgram.time(distribution.bareJvm(stand.folder()))));
    ways.add(verb("steward --help", "--help"));
    ways.add(verb("steward units", "units"));
    ways.add(verb("steward unit NAME", "unit", unit));
    ways.add(verb("steward messages", "messages"));
    ways.add(verb("steward jobs", "jobs"));
    ways.add(verb("steward events", "events"));
    ways.add(verb("steward run NAME -- true", "run", unit, "--", "true"));
    return new Comparison<>(
        name, "whole programs, from start to end, with one unit that is up", rounds, ways);
  }

  private Way<Stand> verb(String name, String... arguments) {
    return new Way<>(
        name, stand -> WholeProgram.time(steward(stand, Stream.of(arguments).toList())));
  }

  private void prepare(UnitFiles unit) throws Exception {
    Operator operator = Operator.on(unit.stand());
    for (int i = 0; i < COMMANDS; i++) {
      var _ = operator.send(unit.programs(), "{\"command\":[\"true\"]}").join();
    }
    List<String> job = List.of("run", unit.name().value(), "--job", "--", "true");
    var _ = WholeProgram.time(steward(unit.stand(), job));
  }

  private ProcessBuilder steward(Stand stand, List<String> arguments) {
    return distribution.steward(
        stand.folder(),
        Map.of(
            "STEWARD_BROKER", stand.broker().toString(),
            "STEWARD_PREFIX", stand.prefix(),
            "STEWARD_AS", Operator.NAME),
        arguments);
  }
}
