package io.steward.benchmark;

import io.steward.benchmark.engine.EngineProgram;
import io.steward.benchmark.engine.TrialFleet;
import io.steward.benchmark.measure.Comparison;
import io.steward.benchmark.measure.Effort;
import io.steward.benchmark.measure.Result;
import io.steward.benchmark.plugin.Boundary;
import io.steward.benchmark.plugin.ColdLoad;
import io.steward.benchmark.program.CommandLine;
import io.steward.benchmark.program.Idle;
import io.steward.benchmark.program.Start;
import io.steward.runtime.broker.EmbeddedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// A named comparison and how to run it.
///
/// @param name the name by which it is selected
/// @param run runs it
record Measurement(String name, Run run) {

  /// Runs a comparison.
  @FunctionalInterface
  interface Run {
    Result on(BenchmarkContext context) throws Exception;
  }

  /// All comparisons, in the order of the report.
  static List<Measurement> all() {
    return Stream.concat(
            EngineProgram.names().stream().map(Measurement::ofEngine),
            Stream.of(
                new Measurement("coldload", Measurement::coldLoad),
                new Measurement("boundary", Measurement::boundary),
                new Measurement("start", Measurement::start),
                new Measurement("idle", Measurement::idle),
                new Measurement("cli", Measurement::commandLine)))
        .toList();
  }

  private static Measurement ofEngine(String name) {
    return new Measurement(
        name,
        context -> EngineProgram.measure(name, context.effort(), context.jvm(), context.folder()));
  }

  private static Result coldLoad(BenchmarkContext context) throws Exception {
    Effort effort = context.effort();
    Comparison<Path> comparison =
        new ColdLoad(context.jvm(), effort.of(5, 1)).comparison("coldload", effort.starts(5, 3));
    return comparison.rounds().run(comparison, trial -> trial.run(context.folder()));
  }

  private static Result boundary(BenchmarkContext context) throws Exception {
    Effort effort = context.effort();
    Duration iterationTime = effort.of(Duration.ofSeconds(1), Duration.ofMillis(200));
    Comparison<Path> comparison =
        new Boundary(context.jvm(), effort.of(3, 2), effort.of(2, 2), iterationTime)
            .comparison("boundary", effort.starts(5, 2));
    return comparison.rounds().run(comparison, trial -> trial.run(context.folder()));
  }

  private static Result start(BenchmarkContext context) throws Exception {
    return onFreshFleets(
        context,
        new Start(context.distribution()).comparison("start", context.effort().starts(20, 3)));
  }

  private static Result idle(BenchmarkContext context) throws Exception {
    Effort effort = context.effort();
    Idle idle =
        new Idle(
            context.distribution(),
            context.jvm(),
            effort.of(Duration.ofSeconds(10), Duration.ofSeconds(3)),
            effort.of(Duration.ofSeconds(20), Duration.ofSeconds(5)));
    return onFreshFleets(context, idle.comparison("idle", effort.starts(3, 1)));
  }

  private static Result onFreshFleets(BenchmarkContext context, Comparison<TrialFleet> comparison)
      throws Exception {
    try (EmbeddedBroker broker = broker(context)) {
      return comparison
          .rounds()
          .run(
              comparison,
              trial -> {
                try (TrialFleet fleet = TrialFleet.create(broker.url(), context.folder(), 1)) {
                  return trial.run(fleet);
                }
              });
    }
  }

  private static Result commandLine(BenchmarkContext context) throws Exception {
    try (EmbeddedBroker broker = broker(context);
        TrialFleet fleet = TrialFleet.create(broker.url(), context.folder(), 1)) {
      return new CommandLine(context.distribution())
          .measure("cli", context.effort().starts(20, 3), fleet);
    }
  }

  private static EmbeddedBroker broker(BenchmarkContext context) throws Exception {
    return EmbeddedBroker.start(
        context.broker(), Files.createDirectories(context.folder().resolve("broker")), 0);
  }
}
