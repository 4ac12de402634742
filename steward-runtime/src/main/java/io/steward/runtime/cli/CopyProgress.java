package io.steward.runtime.cli;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Locale;

/// How much of a file has gone to the broker, or come from there: one line below everything else,
/// drawn at most five times a second.
final class CopyProgress {

  private static final long PAUSE = Duration.ofMillis(200).toNanos();
  private static final double MEBIBYTE = 1 << 20;

  private final Console console;
  private final String what;
  private final long size;
  private long at;
  private long drawn = System.nanoTime();

  /// @param what happens to the file
  /// @param size of it, in bytes
  /// @param at how much of it is done, in bytes
  CopyProgress(Console console, String what, long size, long at) {
    this.console = console;
    this.what = what;
    this.size = size;
    this.at = at;
  }

  private void more(long bytes) {
    at += bytes;
    long now = System.nanoTime();
    if (now - drawn >= PAUSE) {
      drawn = now;
      console.progress(
          String.format(Locale.ROOT, "%s %.1f of %.1f MiB", what, at / MEBIBYTE, size / MEBIBYTE));
    }
  }

  /// A stream that tells what is read from it.
  InputStream of(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        int one = in.read();
        more(one < 0 ? 0 : 1);
        return one;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = in.read(bytes, offset, length);
        more(Math.max(read, 0));
        return read;
      }
    };
  }

  /// A stream that tells what is written to it.
  OutputStream of(OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        more(length);
      }
    };
  }
}
