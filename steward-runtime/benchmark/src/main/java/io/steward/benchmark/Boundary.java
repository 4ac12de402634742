package io.steward.benchmark;

import io.steward.benchmark.Comparison.Way;
import io.steward.benchmark.Trial.Figure;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// What it costs that a handler is in a plugin. Each trial is a JVM of its own, started by JMH, so
/// that no way profits from what was compiled for another.
///
/// @param warmUp how often JMH lets the calls run for a moment before it looks
/// @param counted how many moments count
/// @param moment how long one is
record Boundary(int warmUp, int counted, TimeValue moment) {

  Comparison comparison(String name) {
    return Comparison.ofJvms(
        name,
        "one call of a handler",
        List.of(
            new Way("directly", stand -> measure(stand, "directly")),
            new Way("through the plugin layer", stand -> measure(stand, "asPlugin")),
            new Way("and from JSON to JSON", stand -> measure(stand, "fromJsonToJson"))));
  }

  private List<Figure> measure(Stand stand, String method) throws Exception {
    var trial =
        new OptionsBuilder()
            .include("^" + Calls.class.getName() + "\\." + method + "$")
            .param("jars", PluginJar.in(stand.folder().resolve("jars")).toString())
            .warmupIterations(warmUp)
            .warmupTime(moment)
            .measurementIterations(counted)
            .measurementTime(moment)
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

  /// The class path of JMH's JVMs is empty: all that they load is in modules, as in a node.
  private static String[] options() {
    return Stream.concat(
            NodeJvm.OPTIONS.stream(),
            Stream.of(
                "--add-modules",
                "io.steward.benchmark",
                "--sun-misc-unsafe-memory-access=allow")) // JMH's own
        .toArray(String[]::new);
  }
}
