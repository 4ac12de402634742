package io.steward.distribution.faults;

import java.io.IOException;

/// A signal that Java has no call for.
enum Signal {
  STOP,
  CONT;

  /// Sends it to a program.
  void send(long pid) throws IOException, InterruptedException {
    int code = new ProcessBuilder("kill", "-" + name(), Long.toString(pid)).start().waitFor();
    if (code != 0) {
      throw new IOException("there is no program " + pid);
    }
  }
}
