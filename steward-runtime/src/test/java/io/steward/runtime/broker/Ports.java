package io.steward.runtime.broker;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// Ports for test servers that stop and come back on the same port.
///
/// The system may meanwhile give a port that it has picked to another process or to a connection,
/// even to one to that very port. So these ports are outside of the range that the system picks
/// from. Each is reserved for this program, among the users of this class, by binding the same port
/// of another loopback address.
public final class Ports {

  private static final int MIN_PORT = 10_000;
  private static final int DEFAULT_FIRST_EPHEMERAL = 32_768;
  private static final Map<Integer, ServerSocket> RESERVED = new ConcurrentHashMap<>();

  private Ports() {}

  /// A port of 127.0.0.1 that is free for TCP and UDP, and reserved for this program until it ends.
  public static int next() throws IOException {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    int end = firstEphemeral();
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(MIN_PORT, end);
      try {
        reserve(port);
        try (ServerSocket _ = new ServerSocket(port, 1, loopback);
            DatagramSocket _ = new DatagramSocket(port, loopback)) {
          return port;
        }
      } catch (IOException taken) {
        // try another one
      }
    }
  }

  private static void reserve(int port) throws IOException {
    RESERVED.put(port, new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.2")));
  }

  /// The first port of the range that the system picks from, or of the usual range if it is nearly
  /// all ports.
  private static int firstEphemeral() throws IOException {
    Path range = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    int lowest = Integer.parseInt(Files.readString(range).strip().split("\\s+", -1)[0]);
    return lowest > 2 * MIN_PORT ? lowest : DEFAULT_FIRST_EPHEMERAL;
  }
}
