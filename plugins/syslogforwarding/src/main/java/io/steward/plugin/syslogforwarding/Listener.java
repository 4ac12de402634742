package io.steward.plugin.syslogforwarding;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// An address that syslog messages come in on. Closing it ends every thread it started.
sealed interface Listener extends AutoCloseable {

  /// What it is, with the port that was bound: `udp 127.0.0.1:5514`.
  String name();

  /// Begins to receive.
  void start();

  @Override
  void close() throws IOException;

  /// Where what comes in goes.
  ///
  /// @param parser reads it
  /// @param queue takes it
  /// @param longest bytes kept of a message
  record Into(Parser parser, LineQueue queue, int longest) {

    Line line(byte[] bytes, String peer) {
      return parser.parse(bytes, Instant.now(), peer);
    }
  }

  /// Binds an address.
  ///
  /// @throws IOException when it cannot be bound, naming it
  static Listener bind(URI address, Into into) throws IOException {
    try {
      InetSocketAddress where =
          new InetSocketAddress(
              InetAddress.ofLiteral(address.getHost().replaceAll("[\\[\\]]", "")),
              address.getPort());
      return address.getScheme().equals("udp") ? new Udp(where, into) : new Tcp(where, into);
    } catch (IOException e) {
      throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
    }
  }

  private static String text(String scheme, SocketAddress address) {
    return scheme + " " + address.toString().replaceFirst("^[^/]*/", "");
  }

  /// One message per datagram (RFC 5426).
  final class Udp implements Listener {
    private static final int LARGEST = 65_535;
    private static final int KERNEL_BUFFER = 4 << 20;

    private final DatagramSocket socket;
    private final Into into;

    Udp(InetSocketAddress address, Into into) throws SocketException {
      this.into = into;
      this.socket = new DatagramSocket(null);
      try {
        socket.setReceiveBufferSize(KERNEL_BUFFER);
        socket.bind(address);
      } catch (SocketException e) {
        socket.close();
        throw e;
      }
    }

    @Override
    public String name() {
      return text("udp", socket.getLocalSocketAddress());
    }

    @Override
    public void start() {
      // a platform thread: it waits in the kernel all the time, and should be woken at once
      Thread.ofPlatform().daemon().name("syslog " + name()).start(this::receive);
    }

    private void receive() {
      byte[] buffer = new byte[LARGEST];
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      while (!socket.isClosed()) {
        try {
          packet.setLength(buffer.length);
          socket.receive(packet);
          byte[] bytes =
              Frames.trimmed(Arrays.copyOf(buffer, Math.min(packet.getLength(), into.longest())));
          if (bytes.length > 0) {
            into.queue().offer(into.line(bytes, text("udp", packet.getSocketAddress())));
          }
        } catch (IOException closed) {
          // the loop ends when it was closed; else the next datagram may be fine
        }
      }
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  /// Messages framed on connections (RFC 6587).
  final class Tcp implements Listener {
    private static final System.Logger LOG = System.getLogger(Tcp.class.getName());
    private static final int WAITING = 128;

    private final ServerSocket server;
    private final Into into;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final Set<Thread> readers = ConcurrentHashMap.newKeySet();

    Tcp(InetSocketAddress address, Into into) throws IOException {
      this.into = into;
      this.server = new ServerSocket();
      try {
        server.setReuseAddress(true);
        server.bind(address, WAITING);
      } catch (IOException e) {
        server.close();
        throw e;
      }
    }

    @Override
    public String name() {
      return text("tcp", server.getLocalSocketAddress());
    }

    @Override
    public void start() {
      Thread.ofVirtual().name("syslog " + name()).start(this::accept);
    }

    private void accept() {
      while (!server.isClosed()) {
        try {
          Socket connection = server.accept();
          connections.add(connection);
          Thread reader = Thread.ofVirtual().unstarted(() -> read(connection));
          readers.add(reader);
          reader.start();
        } catch (IOException closed) {
          // the loop ends when it was closed
        }
      }
    }

    private void read(Socket connection) {
      String peer = text("tcp", connection.getRemoteSocketAddress());
      try (connection) {
        Frames frames = new Frames(connection.getInputStream(), into.longest());
        for (Optional<byte[]> next = frames.next(); next.isPresent(); next = frames.next()) {
          if (next.get().length > 0) {
            into.queue().put(into.line(next.get(), peer));
          }
        }
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "{0}: {1}", peer, e.getMessage());
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      } finally {
        connections.remove(connection);
        readers.remove(Thread.currentThread());
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
      for (Socket connection : connections) {
        connection.close();
      }
      readers.forEach(Thread::interrupt);
    }
  }
}
