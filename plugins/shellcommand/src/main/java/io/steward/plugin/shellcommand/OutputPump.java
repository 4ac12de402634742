package io.steward.plugin.shellcommand;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/// Carries what a program prints, as it comes.
final class OutputPump {

  private static final int BUFFER = 16 * 1024;

  /// How long a child left in the background may still print after its program has ended.
  private static final Duration LEFT_BEHIND = Duration.ofMillis(500);

  private final InputStream from;
  private final OutputStream to;
  private final Thread thread;

  private OutputPump(InputStream from, OutputStream to) {
    this.from = from;
    this.to = to;
    this.thread = Thread.ofVirtual().unstarted(this::carry);
  }

  static OutputPump start(InputStream from, OutputStream to) {
    OutputPump outputPump = new OutputPump(from, to);
    outputPump.thread.start();
    return outputPump;
  }

  private void carry() {
    byte[] buffer = new byte[BUFFER];
    boolean taken = true;
    try {
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        taken = taken && give(buffer, read, from.available() == 0);
      }
    } catch (IOException closed) {
      // the program is gone
    }
  }

  /// Once it is not taken any more, the program goes on being read, so that it does not hang.
  private boolean give(byte[] buffer, int length, boolean pause) {
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

  /// Waits until everything was carried: until the pipe is closed, or, when somebody left in the
  /// background holds it open, for a moment.
  void awaitEnd() throws InterruptedException {
    thread.join(LEFT_BEHIND);
  }
}
