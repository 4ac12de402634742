package io.steward.benchmark.report;

import io.steward.benchmark.report.Report.Group;
import java.util.Locale;
import java.util.Optional;

/// Prints a report as a table for people, with a line for each figure.
public final class Table {

  private static final String LINE = "  %-58s %10s  %-21s %10s  %-21s %8s%n";

  private Table() {}

  /// Formats a report.
  public static String of(Report report) {
    StringBuilder text = new StringBuilder();
    Machine machine = report.machine();
    text.append(
        "%d cores (%s), %,d MB, %s, %s, load %.2f before%n"
            .formatted(
                machine.cores(),
                machine.processor(),
                machine.memory() / 1_000_000,
                machine.system(),
                machine.disk(),
                machine.load()));
    text.append(
        "%s, java %s, nats-server %s%n"
            .formatted(
                report.versions().steward(),
                report.versions().java(),
                report.versions().natsServer()));
    text.append("%s%n%n".formatted(String.join(" ", report.options())));
    text.append(LINE.formatted("", "median", "min – max", "floor", "min – max", "× floor"));
    report.comparisons().forEach(group -> append(text, group));
    report.failed().forEach(why -> text.append("failed: %s%n".formatted(why)));
    return text.toString();
  }

  private static void append(StringBuilder text, Group group) {
    text.append("%s: %s; floor: %s%n".formatted(group.name(), group.what(), group.floor()));
    for (Line line : group.figures()) {
      text.append(
          LINE.formatted(
              line.way() + ": " + line.figure(),
              number(line.measured().median()),
              range(line.measured()),
              number(line.floor().median()),
              range(line.floor()),
              ratio(line.ratio())));
    }
  }

  private static String range(Line.Values values) {
    return number(values.min()) + " – " + number(values.max());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%,.0f", value);
  }

  private static String ratio(Optional<Double> ratio) {
    return ratio
        .map(value -> String.format(Locale.ROOT, value < 100 ? "%.2f" : "%.0f", value))
        .orElse("–");
  }
}
