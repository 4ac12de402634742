package io.steward.runtime.cli.verb;

import io.steward.runtime.cli.completion.CompletionCandidates;
import io.steward.runtime.cli.method.MethodDescription;
import io.steward.runtime.cli.method.MethodLookup;
import io.steward.runtime.fleet.UnitDocument.MethodReport;
import io.steward.runtime.node.BuiltinMethodCatalog;
import java.util.stream.Stream;

/// The methods of local plugins, and the built-in ones. Only for verbs that use plugins: reading
/// the names loads the jars, but runs none of their code.
final class MethodCandidates extends CompletionCandidates {

  /// Made by picocli.
  MethodCandidates() {}

  @Override
  public Stream<String> of(Line line) {
    String unit = line.options().getOrDefault("--unit", "");
    if (!unit.isEmpty()) {
      return unit(line, unit)
          .flatMap(found -> MethodDescription.of(found).stream())
          .map(MethodDescription::name);
    }
    Stream<String> own = BuiltinMethodCatalog.reports().stream().map(MethodReport::name);
    return Stream.concat(
        line.verb() instanceof Describe ? own : Stream.empty(),
        MethodLookup.names(line.options().get("--plugins")).stream());
  }
}
