package io.steward.plugin.shellcommand;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/// Copies a program's output as it arrives.
final class OutputPump {

  private static final int BUFFER = 16 * 1024;

  /// How long output of background children is read after the program has ended.
  private static final Duration BACKGROUND_LIMIT = Duration.ofMillis(500);

  private final InputStream from;
  private final OutputStream to;
  private final Thread thread;

  private OutputPump(InputStream from, OutputStream to) {
    this.from = from;
    this.to = to;
    this.thread = Thread.ofVirtual().unstarted(this::pump);
  }

  static OutputPump start(InputStream from, OutputStream to) {
    OutputPump outputPump = new OutputPump(from, to);
    outputPump.thread.start();
    return outputPump;
  }

  private void pump() {
    byte[] buffer = new byte[BUFFER];
    boolean accepted = true;
    try {
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        accepted = accepted && forward(buffer, read, from.available() == 0);
      }
    } catch (IOException closed) {
      // the program has ended
    }
  }

  /// Forwards output. When that fails, the program's output is still read, so that it does not
  /// block.
  private boolean forward(byte[] buffer, int length, boolean pause) {
    try {
      to.write(buffer, 0, length);
      if (pause) {
        to.flush();
      }
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  /// Waits until all output has been copied: until the pipe is closed, or, when a background
  /// process holds it open, for a moment.
  void awaitEnd() throws InterruptedException {
    thread.join(BACKGROUND_LIMIT);
  }
}
