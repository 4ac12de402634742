package io.steward.benchmark.engine;

import io.steward.benchmark.measure.Comparison;
import io.steward.benchmark.measure.Effort;
import io.steward.benchmark.measure.Result;
import io.steward.benchmark.measure.Rounds;
import io.steward.runtime.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A comparison in which each trial has a fleet of its own.
///
/// @param shards the number of streams for commands
/// @param comparison the comparison
record FleetComparison(int shards, Comparison<TrialFleet> comparison) {

  /// All comparisons of the engine.
  static List<FleetComparison> all(Effort effort) {
    Rounds rounds = effort.rounds();
    return List.of(
        small(
            new Disk(effort.of(Duration.ofSeconds(2), Duration.ofMillis(300)))
                .comparison("disk", rounds)),
        small(new Commands(1, effort.of(4_000, 1_000)).comparison("commands", rounds)),
        small(new Latency(effort.of(1_000, 200)).comparison("latency", rounds)),
        small(new Events(effort.of(1_000, 200), 100).comparison("events", rounds)),
        small(new CatchUp(effort.of(10_000, 4_000)).comparison("catchup", rounds)),
        small(new Commands(16, effort.of(8_000, 2_000)).comparison("nodes", rounds)),
        new FleetComparison(
            Fleet.SHARDS, new Fleet(effort.of(10_000, 2_000)).comparison("fleet", rounds)),
        small(new Listing(effort.of(10_000, 2_000)).comparison("units", rounds)));
  }

  private static FleetComparison small(Comparison<TrialFleet> comparison) {
    return new FleetComparison(1, comparison);
  }

  /// Runs the comparison.
  ///
  /// @param folder the folder for files of the trials
  Result run(EmbeddedBroker broker, Path folder) throws Exception {
    return comparison
        .rounds()
        .run(
            comparison,
            trial -> {
              try (TrialFleet fleet = TrialFleet.create(broker.url(), folder, shards)) {
                return trial.run(fleet);
              }
            });
  }
}
