package io.steward.runtime.cli.demo;

import io.steward.runtime.cli.terminal.Console;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The syslog sender of the demo: `logger` if it is installed, otherwise a socket.
public final class DemoSyslog {

  /// The number of lines sent.
  public static final int LINES = 3;

  private DemoSyslog() {}

  /// A port that is free for both UDP and TCP.
  public static int freePort() throws IOException {
    try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DatagramSocket udp =
            new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress())) {
      return udp.getLocalPort();
    }
  }

  /// Sends the lines to a port of this machine, and shows how.
  public static void send(int port, Console console) throws IOException, InterruptedException {
    boolean logger = Files.isExecutable(Path.of("/usr/bin/logger"));
    for (int i = 1; i <= LINES; i++) {
      String text = "GET /berth/" + i + " 200";
      if (logger) {
        String command = "logger -n 127.0.0.1 -P " + port + " -d -t nginx '" + text + "'";
        console.line(console.dim("$ " + command));
        int code = new ProcessBuilder("/bin/sh", "-c", command).inheritIO().start().waitFor();
        if (code != 0) {
          throw new IOException("logger exited with " + code);
        }
      } else {
        byte[] line = ("<134>nginx: " + text).getBytes(StandardCharsets.UTF_8);
        try (DatagramSocket socket = new DatagramSocket()) {
          socket.send(
              new DatagramPacket(line, line.length, InetAddress.getLoopbackAddress(), port));
        }
        console.line("sent by UDP: " + text);
      }
    }
  }
}
