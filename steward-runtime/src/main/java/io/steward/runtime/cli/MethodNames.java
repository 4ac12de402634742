package io.steward.runtime.cli;

import io.steward.runtime.agent.BuiltinMethods;
import io.steward.runtime.fleet.UnitDocument.MethodReport;
import java.util.stream.Stream;

/// Methods of plugins that are here, and those that every node has. Only for verbs that run
/// plugins: reading the names loads the jars.
final class MethodNames extends Candidates {

  /// Made by picocli.
  MethodNames() {}

  @Override
  Stream<String> of(Line line) {
    String unit = line.options().getOrDefault("--unit", "");
    if (!unit.isEmpty()) {
      return unit(line, unit).flatMap(found -> Described.of(found).stream()).map(Described::name);
    }
    Stream<String> own = BuiltinMethods.reports().stream().map(MethodReport::name);
    return Stream.concat(
        line.verb() instanceof Describe ? own : Stream.empty(),
        MethodSource.names(line.options().get("--plugins")).stream());
  }
}
