package io.steward.runtime.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Ports of the loopback address.
final class LoopbackPort {

  private LoopbackPort() {}

  /// Checks that a port is free.
  ///
  /// @param port 0 for any
  /// @return the port
  /// @throws IOException if it is in use
  static int requireFree(int port) throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return probe.getLocalPort();
    } catch (IOException taken) {
      throw new IOException(
          "port "
              + port
              + " of 127.0.0.1 is in use; is a broker already running? Choose another with --port",
          taken);
    }
  }

  /// Whether a broker listens on a port.
  static boolean isListening(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      socket.setSoTimeout(1000);
      byte[] info = socket.getInputStream().readNBytes(4);
      return new String(info, StandardCharsets.US_ASCII).equals("INFO");
    } catch (IOException notYet) {
      return false;
    }
  }
}
