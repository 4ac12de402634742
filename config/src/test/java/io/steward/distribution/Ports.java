package io.steward.distribution;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// Reserves ports for test servers that may stop and return on the same port.
///
/// A port from the system's ephemeral range may meanwhile be taken by any program, also by a client
/// connection, even one to that very port. These ports are therefore outside of that range. The
/// same port on another loopback address reserves each for this program.
public final class Ports {

  private static final int LOWEST = 10_000;
  private static final int DEFAULT_EPHEMERAL_START = 32_768;
  private static final Map<Integer, ServerSocket> RESERVED = new ConcurrentHashMap<>();

  private Ports() {}

  /// A port of 127.0.0.1 that is free for TCP and UDP, and reserved until this program ends.
  public static int next() throws IOException {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    int end = ephemeralStart();
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, end);
      try {
        reserve(port);
        try (ServerSocket _ = new ServerSocket(port, 1, loopback);
            DatagramSocket _ = new DatagramSocket(port, loopback)) {
          return port;
        }
      } catch (IOException taken) {
        // in use: try another one
      }
    }
  }

  private static void reserve(int port) throws IOException {
    RESERVED.put(port, new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.2")));
  }

  /// The start of the ephemeral range, or its usual start if the range covers nearly all ports.
  private static int ephemeralStart() throws IOException {
    Path range = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    int lowest = Integer.parseInt(Files.readString(range).strip().split("\\s+", -1)[0]);
    return lowest > 2 * LOWEST ? lowest : DEFAULT_EPHEMERAL_START;
  }
}
