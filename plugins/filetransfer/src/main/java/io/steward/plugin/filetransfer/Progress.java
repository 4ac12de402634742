package io.steward.plugin.filetransfer;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/// Prints every few seconds how much of a file has been copied; prints nothing when a file is
/// copied sooner.
final class Progress {

  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final double MEBIBYTE = 1 << 20;

  private final PrintStream out;
  private final long size;
  private long told = System.nanoTime();

  /// @param out receives the progress, one line each time
  /// @param size of the file, in bytes
  Progress(OutputStream out, long size) {
    this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
    this.size = size;
  }

  /// Reports how many bytes have been copied so far.
  void at(long bytes) {
    long now = System.nanoTime();
    if (now - told > PAUSE.toNanos()) {
      told = now;
      out.println(
          String.format(Locale.ROOT, "%.1f of %.1f MiB", bytes / MEBIBYTE, size / MEBIBYTE));
    }
  }
}
