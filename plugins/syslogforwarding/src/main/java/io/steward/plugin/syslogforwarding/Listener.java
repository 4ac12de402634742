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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens on one address for syslog messages.
sealed interface Listener extends AutoCloseable {

  /// Its name, with the bound port: `udp 127.0.0.1:5514`.
  String name();

  /// Starts to receive.
  void start();

  /// Stops receiving. What was received before is still queued; then the listener is done.
  void stop() throws IOException;

  /// Whether it will queue no more messages.
  boolean isDone();

  @Override
  void close() throws IOException;

  /// Where received messages go.
  ///
  /// @param parser parses them
  /// @param queue receives them
  /// @param longest maximum number of bytes kept per message
  /// @param connections the open TCP connections
  record Sink(SyslogParser parser, LineQueue queue, int longest, Connections connections) {

    SyslogMessage line(byte[] bytes, String peer) {
      return parser.parse(FrameReader.withoutPartialCharacter(bytes, longest), Instant.now(), peer);
    }
  }

  /// The socket address of a configured address.
  ///
  /// @throws IllegalArgumentException when it is malformed
  static InetSocketAddress socketAddress(URI address) {
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
      // reported below
    }
    throw new IllegalArgumentException(
        "\"" + address + "\" is not an address such as udp://127.0.0.1:5514 or tcp://[::1]:5514");
  }

  /// Binds an address.
  ///
  /// @throws IOException when it cannot be bound; the message names it
  static Listener bind(URI address, Sink sink) throws IOException {
    InetSocketAddress place = socketAddress(address);
    try {
      return "udp".equals(address.getScheme()) ? new Udp(place, sink) : new Tcp(place, sink);
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
    private final Sink sink;
    private final String name;
    private final Thread thread;
    private volatile boolean stopping;

    Udp(InetSocketAddress address, Sink sink) throws IOException {
      this.sink = sink;
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
      // a platform thread: it blocks in the kernel most of the time, and must wake up at once
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
          // ends the loop if closed; otherwise the next datagram may succeed
        }
      }
      try {
        receiveAll(buffer); // what the kernel has buffered
      } catch (IOException closed) {
        // closed: nothing is buffered
      }
    }

    private void receiveAll(ByteBuffer buffer) throws IOException {
      for (SocketAddress peer = channel.receive(buffer.clear());
          peer != null;
          peer = channel.receive(buffer.clear())) {
        byte[] kept = new byte[Math.min(buffer.flip().remaining(), sink.longest())];
        buffer.get(kept);
        byte[] bytes = FrameReader.trimmed(kept);
        if (bytes.length > 0) {
          sink.queue().offer(sink.line(bytes, text("udp", peer)));
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

  /// Messages framed on TCP connections (RFC 6587).
  final class Tcp implements Listener {
    private static final Logger log = LoggerFactory.getLogger(Tcp.class);
    private static final int BACKLOG = 128;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final ServerSocket server;
    private final Sink sink;

    Tcp(InetSocketAddress address, Sink sink) throws IOException {
      this.sink = sink;
      this.server = new ServerSocket();
      try {
        server.setReuseAddress(true);
        server.bind(address, BACKLOG);
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
          if (sink.connections().register(connection, reader)) {
            reader.start();
          } else {
            connection.close();
          }
        } catch (IOException e) {
          if (!server.isClosed()) {
            rest(); // for example out of file descriptors: would fail again at once
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
        FrameReader frameReader = new FrameReader(connection.getInputStream(), sink.longest());
        for (Optional<byte[]> next = frameReader.next();
            next.isPresent();
            next = frameReader.next()) {
          if (next.get().length > 0) {
            sink.queue().put(sink.line(next.get(), peer));
          }
        }
      } catch (ProtocolException e) {
        sink.connections().countAborted();
        log.warn("{}: {}", peer, e.getMessage());
      } catch (IOException e) {
        log.debug("{}: {}", peer, e.getMessage());
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      } finally {
        sink.connections().remove(connection);
      }
    }

    @Override
    public void stop() throws IOException {
      server.close();
      sink.connections().closeAll();
    }

    @Override
    public boolean isDone() {
      return sink.connections().isEmpty();
    }

    @Override
    public void close() throws IOException {
      server.close();
      sink.connections().end();
    }
  }
}
