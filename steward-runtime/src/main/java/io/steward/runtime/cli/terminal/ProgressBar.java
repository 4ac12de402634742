package io.steward.runtime.cli.terminal;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A progress bar, as one line.
public final class ProgressBar {

  private static final int WIDTH = 20;

  private ProgressBar() {}

  /// For example `[#####...............] 1 of 4, 6.0s left: 1 succeeded, 3 running`. The most
  /// important part comes first, since a narrow terminal truncates the line.
  ///
  /// @param ended how many have ended
  /// @param total how many there are in total
  /// @param counts how many there are of each kind
  /// @param elapsed the time so far; zero if nothing is in progress
  public static String line(int ended, int total, Map<String, Integer> counts, Duration elapsed) {
    int done = total == 0 ? WIDTH : (int) ((long) WIDTH * ended / total);
    String byKind =
        counts.entrySet().stream()
            .filter(count -> count.getValue() > 0)
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "[%s%s] %d of %d%s%s",
        "#".repeat(done),
        ".".repeat(WIDTH - done),
        ended,
        total,
        left(ended, total, elapsed),
        byKind.isEmpty() ? "" : ": " + byKind);
  }

  private static String left(int ended, int total, Duration elapsed) {
    if (ended == 0 || ended == total || elapsed.isZero()) {
      return "";
    }
    long millis = AgeFormat.millis(elapsed) * (total - ended) / ended;
    return ", " + AgeFormat.elapsed(Duration.ofMillis(millis)) + " left";
  }
}
