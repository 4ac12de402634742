package io.steward.distribution.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A bad link to a broker: a TCP proxy on the loopback address that can delay, throttle, drop or
/// cut the bytes passing through.
///
/// Safe for use by any thread.
final class Proxy implements AutoCloseable {

  private static final long NO_CUT = Long.MAX_VALUE;
  private static final int CHUNK = 2048;

  private final InetSocketAddress to;
  private final ServerSocket door;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicInteger dead = new AtomicInteger();
  private final AtomicLong carried = new AtomicLong();
  private final AtomicLong untilCut = new AtomicLong(NO_CUT);
  private volatile Way way = new Way.Clear();

  /// What happens to the bytes in both directions.
  sealed interface Way {
    /// They pass unchanged.
    record Clear() implements Way {}

    /// Each chunk is delayed.
    record Delayed(Duration pause) implements Way {}

    /// The rate is limited.
    record Throttled(int bytesPerSecond) implements Way {}

    /// Connections are accepted, but nothing passes. A connection that was dead once stays dead,
    /// although it is not closed: bytes it has swallowed are missing.
    record Dead() implements Way {}
  }

  private Proxy(InetSocketAddress to, ServerSocket door) {
    this.to = to;
    this.door = door;
  }

  /// Opens a proxy to an address.
  static Proxy to(InetSocketAddress to) throws IOException {
    Proxy proxy = new Proxy(to, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().name("proxy").start(proxy::accept);
    return proxy;
  }

  /// The URL of the broker through the proxy.
  String url() {
    return "nats://127.0.0.1:" + door.getLocalPort();
  }

  /// Sets what happens to the bytes from now on.
  void set(Way next) {
    way = next;
  }

  /// Resets all connections, as a router does that has lost its state.
  void reset() {
    links.forEach(Link::reset);
  }

  /// Closes a connection after this many more bytes, most likely within a message.
  void cutAfter(long bytes) {
    untilCut.set(bytes);
  }

  /// Whether the cut has happened.
  boolean hasCut() {
    return untilCut.get() == NO_CUT;
  }

  /// The number of bytes passed so far, in both directions.
  long carried() {
    return carried.get();
  }

  /// The number of connections that are dead.
  int dead() {
    return dead.get();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket near = door.accept();
        try {
          Socket far = new Socket();
          far.connect(to, 1000);
          links.add(new Link(near, far).open());
        } catch (IOException refused) {
          near.close();
        }
      } catch (IOException closed) {
        return;
      }
    }
  }

  /// An incoming connection, and the one to the broker.
  private final class Link {
    private final Socket near;
    private final Socket far;
    private volatile boolean isDead;

    Link(Socket near, Socket far) {
      this.near = near;
      this.far = far;
    }

    Link open() {
      Thread.ofVirtual().start(() -> carry(near, far));
      Thread.ofVirtual().start(() -> carry(far, near));
      return this;
    }

    private void carry(Socket from, Socket onward) {
      byte[] chunk = new byte[CHUNK];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = onward.getOutputStream();
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
          if (!pass(chunk, read, out)) {
            return;
          }
        }
      } catch (IOException gone) {
        // one side has closed it; close the other, too
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      } finally {
        close();
      }
    }

    /// @return whether the connection stays open
    private boolean pass(byte[] chunk, int length, OutputStream out)
        throws IOException, InterruptedException {
      switch (way) {
        case Way.Clear() -> {}
        case Way.Delayed(Duration pause) -> TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        case Way.Throttled(int rate) -> TimeUnit.MILLISECONDS.sleep(length * 1000L / rate);
        case Way.Dead() -> die();
      }
      if (isDead) {
        return true;
      }
      long left =
          untilCut.getAndUpdate(now -> now == NO_CUT || now > length ? less(now, length) : NO_CUT);
      boolean whole = left == NO_CUT || left > length;
      int passing = whole ? length : (int) left;
      carried.addAndGet(passing);
      out.write(chunk, 0, passing);
      out.flush();
      return whole;
    }

    private static long less(long now, int length) {
      return now == NO_CUT ? NO_CUT : now - length;
    }

    private synchronized void die() {
      if (!isDead) {
        isDead = true;
        dead.incrementAndGet();
      }
    }

    void reset() {
      try {
        near.setSoLinger(true, 0);
        far.setSoLinger(true, 0);
      } catch (IOException closed) {
        // nothing to reset
      }
      close();
    }

    void close() {
      links.remove(this);
      for (Socket each : new Socket[] {near, far}) {
        try {
          each.close();
        } catch (IOException closed) {
          // closed already
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    links.forEach(Link::close);
  }
}
