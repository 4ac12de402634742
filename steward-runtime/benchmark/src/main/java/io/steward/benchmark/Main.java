package io.steward.benchmark;

import io.steward.benchmark.jvm.NodeJvm;
import io.steward.benchmark.measure.Result;
import io.steward.benchmark.program.Distribution;
import io.steward.benchmark.report.Machine;
import io.steward.benchmark.report.Report;
import io.steward.benchmark.report.Report.Versions;
import io.steward.benchmark.report.Table;
import io.steward.runtime.broker.BrokerBinary;
import io.steward.runtime.databind.Json;
import io.steward.runtime.databind.PlainData;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// Runs the selected comparisons, or all, one after the other; prints one table, and writes the
/// results as JSON, too.
public final class Main {

  private static final String FILE = "benchmark.json";

  private Main() {}

  static void main() throws Exception {
    List<Measurement> all = Measurement.all();
    Settings settings =
        Settings.of(System::getProperty, all.stream().map(Measurement::name).toList());
    Logger.getLogger("").setLevel(Level.WARNING);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BrokerBinary broker = BrokerBinary.find(Optional.empty(), System.getenv(), out::println);
    NodeJvm jvm = NodeJvm.of(settings.home(), settings.jvm());
    Path folder =
        Files.createTempDirectory(Files.createDirectories(settings.target()), "benchmark-");
    Instant began = Instant.now();
    Machine machine = Machine.here(folder);
    List<Result> results = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    try {
      BenchmarkContext context =
          new BenchmarkContext(
              settings.effort(), new Distribution(settings.home()), jvm, broker, folder);
      for (Measurement each : all) {
        if (settings.includes(each.name())) {
          measure(each, context.within(each.name()), results, failed);
        }
      }
    } finally {
      delete(folder);
    }
    Report report =
        Report.of(
            began,
            settings.effort(),
            machine,
            new Versions(
                settings.home().getFileName().toString(),
                Runtime.version().toString(),
                broker.version()),
            jvm.options(),
            results,
            failed);
    out.print(Table.of(report));
    Path file = settings.target().resolve(FILE);
    Files.writeString(file, Json.pretty(PlainData.of(report)) + "\n");
    out.println("written to " + file);
    if (!failed.isEmpty()) {
      System.exit(1);
    }
  }

  /// Runs one comparison. If it fails, the results of the others are kept.
  private static void measure(
      Measurement measurement, BenchmarkContext context, List<Result> results, List<String> failed)
      throws InterruptedException {
    System.err.print(measurement.name() + " …");
    long start = System.nanoTime();
    try {
      Files.createDirectories(context.folder());
      results.add(measurement.run().on(context));
      System.err.printf(" %d s%n", Duration.ofNanos(System.nanoTime() - start).toSeconds());
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      failed.add(measurement.name() + ": " + e.toString().lines().findFirst().orElseThrow());
      System.err.println(" failed");
      e.printStackTrace();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
