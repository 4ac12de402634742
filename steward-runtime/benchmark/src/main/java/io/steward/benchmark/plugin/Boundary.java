package io.steward.benchmark.plugin;

import io.steward.benchmark.jvm.NodeJvm;
import io.steward.benchmark.measure.Comparison;
import io.steward.benchmark.measure.Comparison.Way;
import io.steward.benchmark.measure.Figure;
import io.steward.benchmark.measure.Rounds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// The cost of calling a handler in a plugin. Each trial is a JVM of its own, started by JMH, so no
/// way benefits from code compiled for another.
///
/// @param jvm the JVM to start
/// @param warmUp the number of JMH's warm-up iterations
/// @param measurements the number of iterations that count
/// @param iterationTime the duration of an iteration
public record Boundary(NodeJvm jvm, int warmUp, int measurements, Duration iterationTime) {

  public Comparison<Path> comparison(String name, Rounds rounds) {
    return new Comparison<>(
        name,
        "one call of a handler",
        rounds,
        List.of(
            new Way<>("directly", folder -> measure(folder, "directly")),
            new Way<>("through the plugin layer", folder -> measure(folder, "asPlugin")),
            new Way<>("and from JSON to JSON", folder -> measure(folder, "fromJsonToJson"))));
  }

  private List<Figure> measure(Path folder, String method) throws Exception {
    TimeValue time = TimeValue.milliseconds(iterationTime.toMillis());
    var trial =
        new OptionsBuilder()
            .include("^" + HandlerBenchmark.class.getName() + "\\." + method + "$")
            .param("jars", PluginJar.in(folder).toString())
            .warmupIterations(warmUp)
            .warmupTime(time)
            .measurementIterations(measurements)
            .measurementTime(time)
            .forks(1)
            .jvmArgs(options())
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    try {
      double nanos = new Runner(trial).runSingle().getPrimaryResult().getScore();
      return List.of(new Figure("a call, ns", nanos));
    } catch (RunnerException e) {
      throw new IllegalStateException("the calls were not measured", e);
    }
  }

  /// The class path of JMH's JVMs is empty: all classes are in modules, as in a node.
  private String[] options() {
    return Stream.concat(
            jvm.withModules().stream(),
            Stream.of(
                "--add-modules",
                "io.steward.benchmark",
                "--sun-misc-unsafe-memory-access=allow")) // for JMH itself
        .toArray(String[]::new);
  }
}
