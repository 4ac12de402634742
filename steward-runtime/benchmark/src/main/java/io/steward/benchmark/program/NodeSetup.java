package io.steward.benchmark.program;

import io.steward.api.Domain;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.benchmark.engine.Operator;
import io.steward.benchmark.engine.TrialFleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The configuration of a unit with all plugins of the distribution, commands bound to two of them,
/// and jobs enabled, in a folder of its own.
///
/// @param distribution the distribution to run
/// @param fleet its fleet
/// @param name its name
record NodeSetup(Distribution distribution, TrialFleet fleet, NodeName name) {

  /// A part of the line that it prints when it is up.
  private static final String UP = " is up";

  static NodeSetup of(TrialFleet fleet, Distribution distribution) {
    return new NodeSetup(distribution, fleet, fleet.name("unit", 0));
  }

  /// Starts its program.
  RunningProgram start() throws IOException {
    Path config = fleet.folder().resolve("unit.yaml");
    Files.writeString(
        config,
        """
        node: %s
        broker: { servers: ["%s"] }
        fleet: { prefix: %s, retention: 1d }
        data: data
        plugins:
          folder: %s
          native: [shellcommand]
        commands:
          shellcommand.operatingsystem: { from: [%5$s, %1$s] } # also itself, since it runs jobs
          inventory.system: { from: [%5$s] }
        jobs: { from: [%5$s] }
        """
            .formatted(
                name, fleet.broker(), fleet.prefix(), distribution.plugins(), Operator.NAME));
    return RunningProgram.start(
        distribution.steward(fleet.folder(), Map.of(), List.of("node", config.toString())), UP);
  }

  /// The subject of its shell commands.
  Subject shellSubject() {
    return Subject.command(name, new MethodName("shellcommand"), new Domain("operatingsystem"));
  }
}
