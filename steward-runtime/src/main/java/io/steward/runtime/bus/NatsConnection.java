package io.steward.runtime.bus;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import io.steward.runtime.bus.Bus.LinkEvent;
import io.steward.runtime.concurrent.SupervisedLoop;
import io.steward.runtime.concurrent.ThreadFailures;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The link to the broker, from the first attempt to connect until it is closed. It returns after
/// every loss, with jitter, so that a fleet does not return all at once.
///
/// The library reconnects by itself, but closes a connection for good when the broker refuses it
/// twice for the same reason, such as a user that is missing for a moment. Then the link makes
/// another connection. So nothing that belongs to a connection may be kept: whoever needs it asks
/// for {@linkplain #ready the current one}, and subscriptions are made again.
final class NatsConnection implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(NatsConnection.class);
  private static final Duration CLIENT_JITTER = Duration.ofMillis(100);
  private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(5);

  private final ReplySubjects replies;
  private final FleetStreams streams;
  private final NatsConnector connector;
  private final ExecutorService threads;
  private final ExecutorService events; // in order
  private final LinkListeners listeners;
  private final LinkLog linkLog;
  private final DeniedSubscriptions denied;
  private final NatsErrorLogger errors;
  private final SubscriptionRegistry subscriptions = new SubscriptionRegistry();
  private final CompletableFuture<Established> first = new CompletableFuture<>();
  private final ReentrantLock restoring = new ReentrantLock();
  private volatile @Nullable Established established;
  private volatile @Nullable Connection connection;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile boolean closed;

  private NatsConnection(
      ConnectOptions options, String name, FleetStreams streams, ThreadFactory kind, LinkLog log) {
    this.replies = options.replies();
    this.streams = streams;
    this.threads = Executors.newThreadPerTaskExecutor(kind);
    this.events = Executors.newSingleThreadExecutor(kind);
    this.listeners = new LinkListeners(threads);
    this.linkLog = log;
    this.denied = new DeniedSubscriptions(threads, this::subscribeAgain);
    this.errors = new NatsErrorLogger(log, denied, () -> report(LinkEvent.GAP));
    this.connector = new NatsConnector(options, name, threads, events, log);
  }

  /// Connects in the background, retrying until a broker answers, and creates the fleet's streams
  /// if there are none. Returns at once.
  static NatsConnection open(ConnectOptions options, String name, StreamLayout layout) {
    NatsConnection link =
        new NatsConnection(
            options,
            name,
            new FleetStreams.Created(layout),
            Thread.ofVirtual().factory(),
            LinkLog.of(name));
    link.supervise("link", link::stayConnected);
    return link;
  }

  /// Connects now, to existing streams.
  ///
  /// A client has few threads and exits soon, so it uses platform threads. For virtual threads the
  /// JDK polls on a thread that never leaves the kernel, and a JVM that exits waits 0.3 s for that
  /// thread.
  ///
  /// @throws IOException if no broker answers, or it has no such fleet
  static NatsConnection connect(ConnectOptions options, String name, String prefix)
      throws IOException, InterruptedException {
    NatsConnection link =
        new NatsConnection(
            options,
            name,
            new FleetStreams.Existing(prefix),
            Thread.ofPlatform().daemon().name(name).factory(),
            LinkLog.silent());
    try {
      Connection made = link.connector.connect(CLIENT_JITTER, link::onConnectionEvent, link.errors);
      link.connection = made;
      link.establish(made, link.streams.find(made, Optional.empty()));
      return link;
    } catch (IOException | InterruptedException e) {
      link.close();
      throw e;
    }
  }

  private void supervise(String what, SupervisedLoop.Loop loop) {
    threads.execute(
        new SupervisedLoop(connector.name() + " " + what, new ThreadFailures(), loop, stop));
  }

  /// Makes another connection, and restores everything over it.
  private void stayConnected() throws InterruptedException {
    Connection made = connection; // from before a failure
    if (made == null) {
      made = connector.connectUntilAccepted(this::onConnectionEvent, errors, () -> closed);
      connection = made;
    }
    if (closed) {
      made.close();
      return;
    }
    restore(made);
    if (made.getStatus() == Connection.Status.CLOSED && made.equals(connection)) {
      onClosed(made); // perhaps before it was known as the current one
    }
  }

  private void onConnectionEvent(Connection source, Events event) {
    if (closed || !source.equals(connection)) {
      return; // an attempt that failed, or the connection before
    }
    switch (event) {
      case CLOSED -> onClosed(source);
      case DISCONNECTED -> onDown();
      // RESUBSCRIBED comes once the subscriptions are restored; until then messages may be missed
      case RESUBSCRIBED -> supervise("reconnecting", () -> restore(source));
      case CONNECTED, RECONNECTED, DISCOVERED_SERVERS, LAME_DUCK -> {}
    }
  }

  private void onDown() {
    if (listeners.isUp()) {
      linkLog.down();
    }
    report(LinkEvent.DOWN);
  }

  private synchronized void onClosed(Connection gone) {
    if (!closed && gone.equals(connection)) {
      connection = null;
      onDown();
      supervise("link", this::stayConnected);
    }
  }

  /// Restores what was there before, over a connection to a broker that may have lost its disk.
  private void restore(Connection back) throws InterruptedException {
    restoring.lockInterruptibly();
    try {
      Optional<Addresses> known = Optional.ofNullable(established).map(Established::addresses);
      Optional<Addresses> found = streams.await(back, known, linkLog, () -> closed);
      if (found.isEmpty()) {
        return;
      }
      if (known.stream().anyMatch(before -> before.shards() != found.get().shards())) {
        log.error("the fleet's streams now have another number of shards; restart this program");
      }
      if (back.getStatus() == Connection.Status.CONNECTED) {
        establish(back, known.orElse(found.get()));
      }
    } catch (IOException | IllegalStateException e) {
      if (e instanceof IllegalStateException bug
          && back.getStatus() == Connection.Status.CONNECTED) {
        throw bug;
      }
      log.debug("the link went down again: {}", e.getMessage());
    } finally {
      restoring.unlock();
    }
  }

  private void establish(Connection made, Addresses addresses) throws IOException {
    Established now = new Established(made, made.jetStream(), addresses);
    established = now;
    subscriptions.renew(made);
    linkLog.up();
    report(LinkEvent.UP);
    first.complete(now);
  }

  private void report(LinkEvent event) {
    if (!closed) {
      listeners.report(event);
    }
  }

  /// Asks again for a subscription that was denied. What it has missed is in the streams.
  private void subscribeAgain(String subject) throws IOException, InterruptedException {
    Connection current = ready().connection();
    if (!subscriptions.renew(subject)) {
      reconnect("the broker denied the subscription to " + subject); // made by the library
      return;
    }
    try {
      current.flush(FLUSH_TIMEOUT);
      events.submit(() -> {}).get(); // what the broker has reported is recorded
      report(LinkEvent.GAP);
    } catch (TimeoutException | ExecutionException | IllegalStateException e) {
      throw new IOException(e.getMessage(), e);
    } catch (RejectedExecutionException e) {
      throw new InterruptedException("the bus was closed");
    }
  }

  /// Replaces the current connection, if there is one.
  void reconnect(String reason) {
    Connection current = connection;
    if (current != null && !closed) {
      log.warn("{}: connecting anew, as {}", connector.name(), reason);
      supervise("closing", current::close);
    }
  }

  /// The established connection, which may be down.
  ///
  /// @throws IOException if the broker has not been reached yet, or the bus is closed
  Established ready() throws IOException {
    Established current = established;
    if (current == null || closed) {
      throw new IOException("the broker has not been reached yet");
    }
    return current;
  }

  /// Completes when the first connection is established.
  CompletableFuture<Established> first() {
    return first;
  }

  /// Where answers to requests may be published.
  ReplySubjects replies() {
    return replies;
  }

  /// Listens for events; see {@link Bus#onLinkEvent}.
  LinkListeners listeners() {
    return listeners;
  }

  /// The subscriptions over this link.
  SubscriptionRegistry subscriptions() {
    return subscriptions;
  }

  /// What the broker denies.
  List<String> problems() {
    return denied.problems();
  }

  /// The number of bytes received over the current connection.
  long receivedBytes() {
    Connection current = connection;
    return current == null ? 0 : current.getStatistics().getInBytes();
  }

  /// The maximum size of a message that the broker accepts, in bytes, once the broker has announced
  /// it.
  Optional<Long> maxPayload() {
    return Optional.ofNullable(connection)
        .map(Connection::getMaxPayload)
        .filter(largest -> largest > 0);
  }

  @Override
  public void close() {
    closed = true;
    stop.countDown();
    first.completeExceptionally(new IOException("the bus was closed"));
    Connection open = connection;
    try {
      if (open != null) {
        if (open.getStatus() == Connection.Status.CONNECTED) {
          open.flush(Duration.ofSeconds(2));
        }
        open.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException slow) {
      log.debug("the broker did not receive everything before the bus was closed");
    } finally {
      threads.shutdownNow();
      events.shutdownNow();
    }
  }
}
