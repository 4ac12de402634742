package io.steward.runtime.bus;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.Options;
import io.nats.client.api.ServerInfo;
import io.steward.runtime.bus.Bus.LinkEvent;
import io.steward.runtime.concurrent.Jitter;
import io.steward.runtime.concurrent.SupervisedLoop;
import io.steward.runtime.concurrent.ThreadFailures;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connection to the broker, from the first attempt until it is closed, with the JetStream
/// context and the listeners for link events. Reconnects forever, with jitter, so that a fleet does
/// not return all at once.
final class NatsConnection implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(NatsConnection.class);

  private final ReplySubjects replies;
  private final ExecutorService threads;
  private final ExecutorService events; // in order
  private final CompletableFuture<Established> established = new CompletableFuture<>();
  private final LinkListeners listeners;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile boolean closed;
  private volatile @Nullable Connection connection;
  private volatile @Nullable StreamLayout layout;

  /// What is available once the broker has been reached and the fleet's streams exist.
  ///
  /// @param connection the connection, which reconnects by itself
  /// @param jetStream JetStream on that connection
  /// @param addresses the addresses of the fleet
  record Established(Connection connection, JetStream jetStream, Addresses addresses) {}

  private NatsConnection(ThreadFactory kind, ReplySubjects replies) {
    this.replies = replies;
    this.threads = Executors.newThreadPerTaskExecutor(kind);
    this.listeners = new LinkListeners(threads);
    this.events = Executors.newSingleThreadExecutor(kind);
  }

  /// Connects in the background, retrying until a broker answers, and creates the fleet's streams
  /// if there are none. Returns at once.
  static NatsConnection open(ConnectOptions options, String name, StreamLayout layout) {
    NatsConnection link = new NatsConnection(Thread.ofVirtual().factory(), options.replies());
    link.supervise("connecting " + name, () -> link.connectInBackground(options, name, layout));
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
        new NatsConnection(Thread.ofPlatform().daemon().name(name).factory(), options.replies());
    try {
      Connection connection = link.attempt(options, name, false);
      link.connection = connection;
      link.establish(connection, new StreamProvisioner(connection).await(prefix));
      return link;
    } catch (IOException | InterruptedException e) {
      link.close();
      throw e;
    }
  }

  private void supervise(String what, SupervisedLoop.Loop loop) {
    threads.execute(new SupervisedLoop(what, new ThreadFailures(), loop, stop));
  }

  private void connectInBackground(ConnectOptions options, String name, StreamLayout layout)
      throws InterruptedException {
    try {
      Connection connection = this.connection; // from before a failure
      if (connection == null) {
        connection = connectUntilEstablished(options, name);
        this.connection = connection;
      }
      if (closed) {
        connection.close();
        return;
      }
      establish(connection, ensureStreams(connection, layout));
      this.layout = layout;
    } catch (IOException e) {
      log.error("cannot use {}: {}", options.servers(), e.getMessage());
    }
  }

  /// Connects for the first time. Closing does not end the retries of the library itself.
  private Connection connectUntilEstablished(ConnectOptions options, String name)
      throws InterruptedException {
    String told = "";
    while (true) {
      try {
        return attempt(options, name, true);
      } catch (IOException e) {
        if (closed) { // the library may have swallowed the interrupt
          throw new InterruptedException("the bus was closed");
        }
        String why = String.valueOf(e.getMessage());
        if (e instanceof BrokerRefusedException && !told.equals(why)) {
          log.error("{}: {}; retrying", options.servers(), why);
          told = why;
        }
        log.debug("{} cannot be reached yet: {}", options.servers(), why);
        Thread.sleep(Jitter.atLeast(NatsOptions.RECONNECT_WAIT));
      }
    }
  }

  /// Creates the fleet's missing streams, retrying as often as needed.
  private Addresses ensureStreams(Connection connection, StreamLayout layout)
      throws InterruptedException {
    while (true) {
      try {
        return ApiCalls.call(() -> {
          StreamProvisioner streamProvisioner = new StreamProvisioner(connection);
          Optional<Addresses> found = streamProvisioner.find(layout.prefix());
          return found.isPresent() && established.isDone()
              ? found.get()
              : streamProvisioner.ensure(layout);
        });
      } catch (IOException e) {
        if (closed) {
          throw new InterruptedException("the bus was closed");
        }
        log.warn("cannot create the fleet's streams yet: {}", e.getMessage());
        TimeUnit.SECONDS.sleep(1);
      }
    }
  }

  private void establish(Connection connection, Addresses addresses) throws IOException {
    established.complete(new Established(connection, connection.jetStream(), addresses));
    notifyListeners(LinkEvent.UP);
  }

  private Connection attempt(ConnectOptions options, String name, boolean background)
      throws IOException, InterruptedException {
    Options.Builder builder =
        NatsOptions.of(options, name)
            .reconnectJitter(background ? NatsOptions.RECONNECT_WAIT : Duration.ofMillis(100))
            .executor(threads)
            .connectExecutor(threads)
            .callbackExecutor(events)
            .connectionListener((c, event) -> onConnectionEvent(event));
    return ConnectAttempt.connect(
        options, builder, new NatsErrorLogger(() -> notifyListeners(LinkEvent.GAP)));
  }

  private void onConnectionEvent(io.nats.client.ConnectionListener.Events event) {
    switch (event) {
      case CLOSED -> {
        if (!closed && established.isDone()) {
          log.error("the broker refuses the login of this connection; restart this program");
        }
        notifyListeners(LinkEvent.DOWN);
      }
      case DISCONNECTED -> notifyListeners(LinkEvent.DOWN);
      // RESUBSCRIBED comes once the subscriptions are restored; until then messages may be missed
      case RESUBSCRIBED -> supervise("reconnecting", this::onReconnected);
      case CONNECTED, RECONNECTED, DISCOVERED_SERVERS, LAME_DUCK -> {}
    }
  }

  /// The link is back; perhaps to a broker that has lost its disk.
  private void onReconnected() throws InterruptedException {
    Connection back = connection;
    if (back == null || !established.isDone() || closed) {
      return; // the first connection is not established yet
    }
    try {
      StreamLayout known = layout;
      Addresses addresses = established.join().addresses();
      if (known != null
          && ensureStreams(back, known.withShardsOf(addresses)).shards() != addresses.shards()) {
        log.error("the fleet's streams now have another number of shards; restart this node");
      }
      if (back.getStatus() == Connection.Status.CONNECTED) {
        listeners.prepareUp();
        notifyListeners(LinkEvent.UP);
      }
    } catch (IllegalStateException e) {
      if (back.getStatus() == Connection.Status.CONNECTED) {
        throw e;
      }
      log.debug("the link went down again: {}", e.getMessage());
    }
  }

  private void notifyListeners(LinkEvent change) {
    if (!closed) {
      listeners.tellAll(change);
    }
  }

  /// The established connection.
  ///
  /// @throws IOException if the broker has not been reached yet, or the bus is closed
  Established ready() throws IOException {
    if (!established.isDone() || closed) {
      throw new IOException("the broker has not been reached yet");
    }
    return established.join();
  }

  /// Where answers to requests may be published.
  ReplySubjects replies() {
    return replies;
  }

  /// Completes when the connection is established.
  CompletableFuture<Established> established() {
    return established;
  }

  /// The executor for work that must not block the connection.
  ExecutorService threads() {
    return threads;
  }

  /// Whoever wants to know of the link.
  LinkListeners listeners() {
    return listeners;
  }

  /// Identifies the current connection; see {@link Bus#session}.
  static String session(Connection connection) {
    ServerInfo server = connection.getServerInfo();
    return server.getServerId() + " " + server.getClientId();
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
    established.completeExceptionally(new IOException("the bus was closed"));
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
