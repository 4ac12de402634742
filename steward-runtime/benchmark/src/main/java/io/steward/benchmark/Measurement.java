package io.steward.benchmark;

import io.steward.benchmark.engine.EngineProgram;
import io.steward.benchmark.engine.Stand;
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

/// A comparison, and where its trials are run.
///
/// @param name by which it is chosen
/// @param run runs it
record Measurement(String name, Run run) {

  /// Runs a comparison.
  @FunctionalInterface
  interface Run {
    Result on(Bench bench) throws Exception;
  }

  /// All there are, as they are reported.
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
        name, bench -> EngineProgram.measure(name, bench.effort(), bench.jvm(), bench.folder()));
  }

  private static Result coldLoad(Bench bench) throws Exception {
    Effort effort = bench.effort();
    Comparison<Path> comparison =
        new ColdLoad(bench.jvm(), effort.of(5, 1)).comparison("coldload", effort.starts(5, 3));
    return comparison.rounds().run(comparison, trial -> trial.run(bench.folder()));
  }

  private static Result boundary(Bench bench) throws Exception {
    Effort effort = bench.effort();
    Duration moment = effort.of(Duration.ofSeconds(1), Duration.ofMillis(200));
    Comparison<Path> comparison =
        new Boundary(bench.jvm(), effort.of(3, 2), effort.of(2, 2), moment)
            .comparison("boundary", effort.starts(5, 2));
    return comparison.rounds().run(comparison, trial -> trial.run(bench.folder()));
  }

  private static Result start(Bench bench) throws Exception {
    return onStands(
        bench, new Start(bench.distribution()).comparison("start", bench.effort().starts(20, 3)));
  }

  private static Result idle(Bench bench) throws Exception {
    Effort effort = bench.effort();
    Idle idle =
        new Idle(
            bench.distribution(),
            bench.jvm(),
            effort.of(Duration.ofSeconds(10), Duration.ofSeconds(3)),
            effort.of(Duration.ofSeconds(20), Duration.ofSeconds(5)));
    return onStands(bench, idle.comparison("idle", effort.starts(3, 1)));
  }

  private static Result onStands(Bench bench, Comparison<Stand> comparison) throws Exception {
    try (EmbeddedBroker broker = broker(bench)) {
      return comparison
          .rounds()
          .run(
              comparison,
              trial -> {
                try (Stand stand = Stand.on(broker.url(), bench.folder(), 1)) {
                  return trial.run(stand);
                }
              });
    }
  }

  private static Result commandLine(Bench bench) throws Exception {
    try (EmbeddedBroker broker = broker(bench);
        Stand stand = Stand.on(broker.url(), bench.folder(), 1)) {
      return new CommandLine(bench.distribution())
          .measure("cli", bench.effort().starts(20, 3), stand);
    }
  }

  private static EmbeddedBroker broker(Bench bench) throws Exception {
    return EmbeddedBroker.start(
        bench.broker(), Files.createDirectories(bench.folder().resolve("broker")), 0);
  }
}
