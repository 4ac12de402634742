package io.steward.runtime.cli.copy;

import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.RedrawLimit;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;

/// The progress of a file to or from the broker: one line below everything else.
final class CopyProgress {

  private static final double MEBIBYTE = 1 << 20;

  private final Console console;
  private final String action;
  private final long size;
  private final RedrawLimit limit = RedrawLimit.afterAMoment();
  private long copied;

  /// @param action what happens to the file, such as `sent`
  /// @param size the file's size, in bytes
  /// @param copied how much was copied before, in bytes
  CopyProgress(Console console, String action, long size, long copied) {
    this.console = console;
    this.action = action;
    this.size = size;
    this.copied = copied;
  }

  private void advance(long bytes) {
    copied += bytes;
    if (limit.allows()) {
      console.progress(
          String.format(
              Locale.ROOT, "%s %.1f of %.1f MiB", action, copied / MEBIBYTE, size / MEBIBYTE));
    }
  }

  /// A stream that counts what is read from it.
  InputStream wrap(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        int one = in.read();
        advance(one < 0 ? 0 : 1);
        return one;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = in.read(bytes, offset, length);
        advance(Math.max(read, 0));
        return read;
      }
    };
  }

  /// A stream that counts what is written to it.
  OutputStream wrap(OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        advance(length);
      }
    };
  }
}
