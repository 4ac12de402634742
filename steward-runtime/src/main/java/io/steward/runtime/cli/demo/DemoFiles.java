package io.steward.runtime.cli.demo;

import io.steward.runtime.cli.terminal.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The files that the demo shows.
public final class DemoFiles {

  private static final int TIMEOUT_SECONDS = 20;

  private DemoFiles() {}

  /// The file in which central stores the lines that ship1 forwards.
  public static Path nginxLog(Path data) {
    return data.resolve("central/event.syslogforwarding.nginx/log/nginx/ship1.log");
  }

  /// Waits until a file has `count` lines, and prints them.
  ///
  /// @return 0 if it has exactly that many lines, otherwise 1
  public static int awaitLines(Path file, int count, Console console)
      throws IOException, InterruptedException {
    for (int i = 0; i < TIMEOUT_SECONDS * 20; i++) {
      if (Files.exists(file)) {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() >= count) {
          console.line(file + ":");
          lines.forEach(line -> console.line("  " + line));
          return lines.size() == count ? 0 : 1;
        }
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    console.note(file + " does not have " + count + " lines after " + TIMEOUT_SECONDS + " s");
    return 1;
  }
}
