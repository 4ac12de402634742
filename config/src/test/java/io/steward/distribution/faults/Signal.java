package io.steward.distribution.faults;

import java.io.IOException;

/// Signals that Java cannot send.
enum Signal {
  STOP,
  CONT;

  /// Sends the signal to a process.
  void send(long pid) throws IOException, InterruptedException {
    int code = new ProcessBuilder("kill", "-" + name(), Long.toString(pid)).start().waitFor();
    if (code != 0) {
      throw new IOException("there is no process " + pid);
    }
  }
}
