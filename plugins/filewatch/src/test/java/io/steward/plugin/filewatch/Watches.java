package io.steward.plugin.filewatch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/// Sources with settings for most tests, and a way to append to files.
final class Watches {

  static final Duration MOMENT = Duration.ofMillis(20);
  static final Duration SOON = Duration.ofMillis(200);

  private Watches() {}

  static FileWatch lines(FileWatch.From from, String... paths) {
    return filtered(from, List.of(), List.of(), 100, paths);
  }

  static FileWatch filtered(
      FileWatch.From from, List<String> match, List<String> except, int batch, String... paths) {
    return new FileWatch(
        List.of(paths), FileWatch.Mode.LINES, from, match, except, batch, MOMENT, SOON, 80, 10, 0);
  }

  /// Follows lines; deleted files are kept open however slow a test writes to them.
  static FileWatch patient(String... paths) {
    return new FileWatch(
        List.of(paths),
        FileWatch.Mode.LINES,
        FileWatch.From.END,
        List.of(),
        List.of(),
        100,
        MOMENT,
        Duration.ofHours(1),
        80,
        10,
        0);
  }

  /// @param look how long until the next scan without a signal from the kernel
  static FileWatch changes(Duration look, String... paths) {
    return new FileWatch(
        List.of(paths),
        FileWatch.Mode.CHANGES,
        FileWatch.From.END,
        List.of(),
        List.of(),
        100,
        MOMENT,
        look,
        80,
        5000,
        1024);
  }

  static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
