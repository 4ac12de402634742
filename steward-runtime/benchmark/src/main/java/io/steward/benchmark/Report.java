package io.steward.benchmark;

import io.steward.benchmark.Rounds.Row;
import java.util.List;
import java.util.Locale;

/// Figures for people.
final class Report {

  private static final String LINE = "  %-38s %-20s %10s  %-19s  %6s  %s%n";

  private Report() {}

  /// The machine and the broker.
  static String machine(String broker) {
    Runtime runtime = Runtime.getRuntime();
    return "%d cores, %s %s, heap of %d MiB at most, java %s, nats-server %s%n"
        .formatted(
            runtime.availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            runtime.maxMemory() >> 20,
            Runtime.version(),
            broker);
  }

  /// One comparison as a table.
  static String table(Comparison comparison, List<Row> rows) {
    StringBuilder text = new StringBuilder();
    text.append("%n%s: %s%n".formatted(comparison.name(), comparison.what()));
    text.append(LINE.formatted("", "", "median", "min – max", "× floor", "min – max"));
    for (Row row : rows) {
      text.append(
          LINE.formatted(
              row.way(),
              row.what(),
              number(row.values().median()),
              number(row.values().least()) + " – " + number(row.values().most()),
              ratio(row.ratios().median()),
              ratio(row.ratios().least()) + " – " + ratio(row.ratios().most())));
    }
    return text.toString();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%,.0f", value);
  }

  private static String ratio(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%.0f", value);
  }
}
