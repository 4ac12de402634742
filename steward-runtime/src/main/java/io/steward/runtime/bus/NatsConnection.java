package io.steward.runtime.bus;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.steward.runtime.bus.Bus.LinkEvent;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connection to the broker with what it is used for, from the first attempt to the last, and
/// whoever wants to know whether it is there.
final class NatsConnection implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(NatsBus.class);
  private static final Duration STREAMS_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration RECONNECT_WAIT = Duration.ofMillis(500);

  private final ExecutorService threads;
  private final ExecutorService events; // in order
  private final CompletableFuture<Established> established = new CompletableFuture<>();
  private final List<Consumer<LinkEvent>> listeners = new CopyOnWriteArrayList<>();
  private volatile LinkEvent linkState = LinkEvent.DOWN;
  private volatile boolean closed;
  private volatile @Nullable Connection connection;
  private volatile @Nullable Layout layout;

  /// What there is once the broker has been reached and the fleet's streams are there.
  ///
  /// @param connection which reconnects by itself
  /// @param jetStream on it
  /// @param addresses of the fleet
  record Established(Connection connection, JetStream jetStream, Addresses addresses) {}

  private NatsConnection(ThreadFactory kind) {
    this.threads = Executors.newThreadPerTaskExecutor(kind);
    this.events = Executors.newSingleThreadExecutor(kind);
  }

  /// Keeps trying until there is a broker, and makes the fleet's streams when it finds none.
  /// Returns at once.
  static NatsConnection open(ConnectOptions options, String name, Layout layout) {
    NatsConnection link = new NatsConnection(Thread.ofVirtual().factory());
    link.threads.execute(() -> link.connectInBackground(options, name, layout));
    return link;
  }

  /// Connects now, to streams that are there.
  ///
  /// A guest has few threads and leaves soon, so they are the system's. The JDK reads for virtual
  /// ones from a thread that never leaves the kernel, and the JVM, when it exits, waits 0.3 s for
  /// such a thread.
  ///
  /// @throws IOException when no broker answers, or it has no such fleet
  static NatsConnection connect(ConnectOptions options, String name, String prefix)
      throws IOException, InterruptedException {
    NatsConnection link = new NatsConnection(Thread.ofPlatform().daemon().name(name).factory());
    try {
      Connection connection = Nats.connect(link.options(options, name, false));
      link.connection = connection;
      link.establish(connection, awaitStreams(connection, prefix));
      return link;
    } catch (IOException | InterruptedException e) {
      link.close();
      throw e;
    }
  }

  /// Finds the fleet's streams, which may be being made by a node that started just now.
  private static Addresses awaitStreams(Connection connection, String prefix)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + STREAMS_TIMEOUT.toNanos();
    while (true) {
      Optional<Addresses> found =
          ApiCalls.call(() -> new StreamProvisioner(connection).find(prefix));
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "the broker has no streams of a fleet \""
                + prefix
                + "\" yet; they are made when its first node starts");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private void connectInBackground(ConnectOptions options, String name, Layout layout) {
    try {
      Connection connection =
          connectUntilEstablished(options.servers(), options(options, name, true));
      this.connection = connection;
      if (closed) {
        connection.close();
        return;
      }
      establish(connection, ensureStreams(connection, layout));
      this.layout = layout;
    } catch (IOException e) {
      log.error("cannot use {}: {}", options.servers(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Connects for the first time. The library's own way of doing so cannot be ended by closing.
  private Connection connectUntilEstablished(List<URI> servers, Options options)
      throws InterruptedException {
    while (true) {
      try {
        return Nats.connect(options);
      } catch (IOException e) {
        if (closed) { // the library may have taken the interrupt for itself
          throw new InterruptedException("the bus was closed");
        }
        log.debug("{} cannot be reached yet: {}", servers, e.getMessage());
        long half = RECONNECT_WAIT.toMillis();
        TimeUnit.MILLISECONDS.sleep(half + ThreadLocalRandom.current().nextLong(half));
      }
    }
  }

  /// Makes the fleet's streams where they are missing, as often as it takes.
  private Addresses ensureStreams(Connection connection, Layout layout)
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
        log.warn("the fleet's streams cannot be made yet: {}", e.getMessage());
        TimeUnit.SECONDS.sleep(1);
      }
    }
  }

  private void establish(Connection connection, Addresses addresses) throws IOException {
    established.complete(new Established(connection, connection.jetStream(), addresses));
    notifyListeners(LinkEvent.UP);
  }

  private Options options(ConnectOptions options, String name, boolean background) {
    return options(options, name)
        .reconnectJitter(background ? RECONNECT_WAIT : Duration.ofMillis(100))
        .executor(threads)
        .connectExecutor(threads)
        .callbackExecutor(events)
        .connectionListener((c, event) -> onConnectionEvent(event))
        .errorListener(new NatsErrorLogger(() -> notifyListeners(LinkEvent.GAP)))
        .build();
  }

  /// What holds for every connection to a broker.
  static Options.Builder options(ConnectOptions options, String name) {
    Options.Builder builder = Options.builder();
    switch (options.credentials()) {
      case Credentials.None() -> {}
      case Credentials.User(String user, String password) -> builder.userInfo(user, password);
      case Credentials.Token(String token) -> builder.token(token.toCharArray());
      case Credentials.NKey(NKeySeed seed) ->
          builder.authHandler(new NKeyAuthHandler(seed, Optional.empty()));
      case Credentials.Jwt(String jwt, NKeySeed seed) ->
          builder.authHandler(new NKeyAuthHandler(seed, Optional.of(jwt)));
    }
    options.tls().ifPresent(builder::sslContext);
    return builder
        .servers(options.servers().stream().map(URI::toString).toArray(String[]::new))
        .noRandomize() // whoever lists several means an order
        .connectionName(name)
        .inboxPrefix(options.inbox().orElse("_INBOX." + name) + ".")
        .connectionTimeout(CONNECT_TIMEOUT)
        .maxReconnects(-1)
        .reconnectWait(RECONNECT_WAIT)
        .reconnectBufferSize(0) // what could not be sent is ours to send again, not to be sent late
        .pingInterval(Duration.ofSeconds(20));
  }

  private void onConnectionEvent(io.nats.client.ConnectionListener.Events event) {
    switch (event) {
      case DISCONNECTED, CLOSED -> notifyListeners(LinkEvent.DOWN);
      // resubscribed comes after the subscriptions are back; before it, messages may be missed
      case RESUBSCRIBED -> threads.execute(this::onReconnected);
      case CONNECTED, RECONNECTED, DISCOVERED_SERVERS, LAME_DUCK -> {}
    }
  }

  /// The link is back; perhaps to a broker that has lost its disk.
  private void onReconnected() {
    Connection back = connection;
    if (back == null || !established.isDone() || closed) {
      return; // not there for the first time yet
    }
    try {
      Layout wanted = layout;
      Addresses addresses = established.join().addresses();
      if (wanted != null
          && ensureStreams(back, wanted.withShardsOf(addresses)).shards() != addresses.shards()) {
        log.error("the fleet's streams were made anew in another way; start this node again");
      }
      if (back.getStatus() == Connection.Status.CONNECTED) {
        notifyListeners(LinkEvent.UP);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void notifyListeners(LinkEvent change) {
    if (closed) {
      return;
    }
    if (change != LinkEvent.GAP) {
      linkState = change;
    }
    listeners.forEach(listener -> threads.execute(() -> listener.accept(change)));
  }

  /// What there is now.
  ///
  /// @throws IOException when the broker has not been reached yet
  Established ready() throws IOException {
    if (!established.isDone() || closed) {
      throw new IOException("the broker has not been reached yet");
    }
    return established.join();
  }

  /// What there is, as soon as there is.
  CompletableFuture<Established> established() {
    return established;
  }

  /// Where what must not hold up the connection runs.
  ExecutorService threads() {
    return threads;
  }

  /// Whether the broker can be reached now.
  boolean isUp() {
    return linkState == LinkEvent.UP;
  }

  /// Tells how the link is, and each change of it.
  void onChange(Consumer<LinkEvent> listener) {
    listeners.add(listener);
    threads.execute(() -> listener.accept(linkState));
  }

  /// How large a message the broker takes, in bytes, when it has said so.
  Optional<Long> maxPayload() {
    return Optional.ofNullable(connection)
        .map(Connection::getMaxPayload)
        .filter(largest -> largest > 0);
  }

  @Override
  public void close() {
    closed = true;
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
      log.debug("the broker did not take everything before the bus was closed");
    } finally {
      threads.shutdownNow();
      events.shutdownNow();
    }
  }
}
