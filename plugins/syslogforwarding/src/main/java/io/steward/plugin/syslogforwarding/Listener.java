package io.steward.plugin.syslogforwarding;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// An address that syslog messages come in on.
sealed interface Listener extends AutoCloseable {

  /// What it is, with the port that was bound: `udp 127.0.0.1:5514`.
  String name();

  /// Begins to receive.
  void start();

  /// Ceases to receive. What came before still goes on, and then the listener is done.
  void stop() throws IOException;

  /// Whether nothing more comes of it.
  boolean isDone();

  @Override
  void close() throws IOException;

  /// Where what comes in goes.
  ///
  /// @param parser reads it
  /// @param queue takes it
  /// @param longest bytes kept of a message
  /// @param connections that it comes on
  record Into(SyslogParser parser, LineQueue queue, int longest, Connections connections) {

    SyslogMessage line(byte[] bytes, String peer) {
      return parser.parse(FrameReader.whole(bytes, longest), Instant.now(), peer);
    }
  }

  /// The place that an address means.
  ///
  /// @throws IllegalArgumentException when it means none
  static InetSocketAddress place(URI address) {
    String host = address.getHost();
    boolean form =
        ("udp".equals(address.getScheme()) || "tcp".equals(address.getScheme()))
            && host != null
            && address.getPort() >= 0
            && address.toString().endsWith(":" + address.getPort());
    try {
      if (form) {
        return new InetSocketAddress(
            InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")), address.getPort());
      }
    } catch (IllegalArgumentException noLiteral) {
      // told below
    }
    throw new IllegalArgumentException(
        "\"" + address + "\" is not an address such as udp://127.0.0.1:5514 or tcp://[::1]:5514");
  }

  /// Binds an address.
  ///
  /// @throws IOException when it cannot be bound, naming it
  static Listener bind(URI address, Into into) throws IOException {
    InetSocketAddress place = place(address);
    try {
      return "udp".equals(address.getScheme()) ? new Udp(place, into) : new Tcp(place, into);
    } catch (IOException e) {
      throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
    }
  }

  private static String text(String scheme, SocketAddress address) {
    String text = address.toString();
    return scheme + " " + text.substring(text.indexOf('/') + 1);
  }

  /// One message per datagram (RFC 5426).
  final class Udp implements Listener {
    private static final int LARGEST = 65_535;
    private static final int KERNEL_BUFFER = 4 << 20;

    private final DatagramChannel channel;
    private final Selector selector;
    private final Into into;
    private final String name;
    private final Thread thread;
    private volatile boolean stopping;

    Udp(InetSocketAddress address, Into into) throws IOException {
      this.into = into;
      this.channel = DatagramChannel.open();
      try {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, KERNEL_BUFFER);
        channel.bind(address);
        channel.configureBlocking(false);
        this.selector = Selector.open();
        channel.register(selector, SelectionKey.OP_READ);
        this.name = text("udp", channel.getLocalAddress());
      } catch (IOException e) {
        channel.close();
        throw e;
      }
      // a platform thread: it waits in the kernel all the time, and should be woken at once
      this.thread = Thread.ofPlatform().daemon().name("syslog " + name).unstarted(this::receive);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void start() {
      thread.start();
    }

    private void receive() {
      ByteBuffer buffer = ByteBuffer.allocate(LARGEST);
      while (!stopping && channel.isOpen()) {
        try {
          selector.select();
          selector.selectedKeys().clear();
          receiveAll(buffer);
        } catch (IOException | ClosedSelectorException closed) {
          // the loop ends when it was closed; else the next datagram may be fine
        }
      }
      try {
        receiveAll(buffer); // what the kernel still has
      } catch (IOException closed) {
        // then there is no more
      }
    }

    private void receiveAll(ByteBuffer buffer) throws IOException {
      for (SocketAddress peer = channel.receive(buffer.clear());
          peer != null;
          peer = channel.receive(buffer.clear())) {
        byte[] kept = new byte[Math.min(buffer.flip().remaining(), into.longest())];
        buffer.get(kept);
        byte[] bytes = FrameReader.trimmed(kept);
        if (bytes.length > 0) {
          into.queue().offer(into.line(bytes, text("udp", peer)));
        }
      }
    }

    @Override
    public void stop() {
      stopping = true;
      selector.wakeup();
    }

    @Override
    public boolean isDone() {
      return !thread.isAlive();
    }

    @Override
    public void close() throws IOException {
      stopping = true;
      channel.close();
      selector.close();
    }
  }

  /// Messages framed on connections (RFC 6587).
  final class Tcp implements Listener {
    private static final System.Logger LOG = System.getLogger(Tcp.class.getName());
    private static final int WAITING = 128;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final ServerSocket server;
    private final Into into;

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
          Thread reader = Thread.ofVirtual().unstarted(() -> read(connection));
          if (into.connections().admit(connection, reader)) {
            reader.start();
          } else {
            connection.close();
          }
        } catch (IOException e) {
          if (!server.isClosed()) {
            rest(); // out of file descriptors, for example: it would fail again at once
          }
        }
      }
    }

    private static void rest() {
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void read(Socket connection) {
      String peer = text("tcp", connection.getRemoteSocketAddress());
      try (connection) {
        FrameReader frameReader = new FrameReader(connection.getInputStream(), into.longest());
        for (Optional<byte[]> next = frameReader.next();
            next.isPresent();
            next = frameReader.next()) {
          if (next.get().length > 0) {
            into.queue().put(into.line(next.get(), peer));
          }
        }
      } catch (ProtocolException e) {
        into.connections().giveUp();
        LOG.log(System.Logger.Level.WARNING, "{0}: {1}", peer, e.getMessage());
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "{0}: {1}", peer, e.getMessage());
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      } finally {
        into.connections().leave(connection);
      }
    }

    @Override
    public void stop() throws IOException {
      server.close();
      into.connections().hangUp();
    }

    @Override
    public boolean isDone() {
      return into.connections().isEmpty();
    }

    @Override
    public void close() throws IOException {
      server.close();
      into.connections().end();
    }
  }
}
