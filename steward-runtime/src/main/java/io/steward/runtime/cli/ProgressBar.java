package io.steward.runtime.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// How much of something is done, as one line.
final class ProgressBar {

  private static final int WIDTH = 20;

  private ProgressBar() {}

  /// For example `[#####...............] 1 of 4, 6.0s left: 1 succeeded, 3 running`. What matters
  /// most comes first, since a narrow terminal shows no more.
  ///
  /// @param ended how many need nothing more
  /// @param all how many there are
  /// @param counts how many are of which kind
  /// @param after how long it has taken so far; nothing when it does not go on
  static String line(int ended, int all, Map<String, Integer> counts, Duration after) {
    int done = all == 0 ? WIDTH : (int) ((long) WIDTH * ended / all);
    String kinds =
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
        all,
        left(ended, all, after),
        kinds.isEmpty() ? "" : ": " + kinds);
  }

  private static String left(int ended, int all, Duration after) {
    if (ended == 0 || ended == all || after.isZero()) {
      return "";
    }
    long millis = after.toMillis() * (all - ended) / ended;
    return ", " + AgeFormat.took(Duration.ofMillis(millis)) + " left";
  }
}
