package io.steward.benchmark;

import io.steward.benchmark.Rounds.Row;
import io.steward.runtime.broker.BrokerBinary;
import io.steward.runtime.broker.EmbeddedBroker;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.options.TimeValue;

/// Runs the comparisons that are named, or all, against a nats-server of their own.
public final class Main {

  private static final List<Comparison> ALL =
      List.of(
          new Commands(1, 2_000).comparison("commands"),
          new Latency(500).comparison("latency"),
          new Events(500, 100).comparison("events"),
          new CatchUp(10_000).comparison("catchup"),
          new Commands(16, 4_000).comparison("nodes"),
          new Fleet(10_000).comparison("fleet"),
          new Listing(10_000).comparison("units"),
          new ColdLoad(5).comparison("coldload"),
          new Boundary(4, 4, TimeValue.milliseconds(100)).comparison("boundary"));

  private Main() {}

  /// @param arguments names of comparisons, or `all`
  static void main(String[] arguments) throws Exception {
    Set<String> wanted =
        Stream.of(arguments)
            .flatMap(each -> Stream.of(each.split("[\\s,]+")))
            .collect(Collectors.toSet());
    List<String> known = ALL.stream().map(Comparison::name).toList();
    if (!wanted.equals(Set.of("all")) && !known.containsAll(wanted)) {
      throw new IllegalArgumentException(
          "there are the benchmarks "
              + String.join(", ", known)
              + ", and all; not all of "
              + wanted);
    }
    Logger.getLogger("").setLevel(Level.WARNING);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Path folder = Files.createTempDirectory("steward-benchmark-");
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(
            BrokerBinary.find(Optional.empty(), System.getenv(), out::println),
            folder.resolve("broker"),
            0)) {
      out.print(Report.machine(broker.binary().version()));
      for (Comparison comparison : ALL) {
        if (wanted.contains("all") || wanted.contains(comparison.name())) {
          List<Row> rows =
              comparison
                  .rounds()
                  .run(
                      comparison,
                      trial -> {
                        try (Stand stand = Stand.on(broker.url(), folder, comparison.shards())) {
                          return trial.run(stand);
                        }
                      });
          out.print(Report.table(comparison, rows));
        }
      }
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws java.io.IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
