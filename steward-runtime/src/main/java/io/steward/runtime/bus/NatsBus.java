package io.steward.runtime.bus;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.impl.NatsMessage;
import io.steward.api.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A bus over a real NATS broker with JetStream, 2.9.10 or newer.
///
/// A node's bus ({@link #open}) comes up whenever a broker can be reached, keeps trying for ever,
/// and makes the fleet's streams when it finds none. A guest's ({@link #visit}) is there at once or
/// not at all, and makes nothing.
public final class NatsBus implements Bus {

  private static final Logger log = LoggerFactory.getLogger(NatsBus.class);
  private static final Duration BEING_MADE = Duration.ofSeconds(5);
  private static final Duration ASK = Duration.ofSeconds(5);
  private static final Duration STORE = Duration.ofSeconds(10);
  private static final Duration RECONNECT = Duration.ofMillis(500);
  private static final int UNKNOWN_LARGEST = 1 << 20;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ExecutorService events =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().factory()); // in order
  private final CompletableFuture<Established> established = new CompletableFuture<>();
  private final List<Consumer<Link>> links = new CopyOnWriteArrayList<>();
  private volatile Link link = Link.DOWN;
  private volatile boolean closed;
  private volatile @Nullable Connection connection;
  private volatile @Nullable Layout layout;

  private record Established(Connection connection, JetStream jetStream, Addresses addresses) {}

  private NatsBus() {}

  /// Opens a node's bus. Returns at once; it is up when a broker has been reached.
  ///
  /// @param servers where brokers may be
  /// @param name what the broker is to call this connection, the node's name
  /// @param layout how streams are made where there are none
  public static NatsBus open(List<URI> servers, String name, Layout layout) {
    NatsBus bus = new NatsBus();
    bus.threads.execute(() -> bus.connectForEver(servers, name, layout));
    return bus;
  }

  /// Opens a guest's bus on the streams that are there.
  ///
  /// @throws IOException when no broker answers, or it has no such fleet
  public static NatsBus visit(List<URI> servers, String name, String prefix)
      throws IOException, InterruptedException {
    NatsBus bus = new NatsBus();
    try {
      Connection connection = Nats.connect(bus.options(servers, name, false));
      bus.connection = connection;
      bus.establish(connection, find(connection, prefix));
      return bus;
    } catch (IOException | InterruptedException e) {
      bus.close();
      throw e;
    }
  }

  /// Finds the fleet's streams, which may be being made by a node that started just now.
  private static Addresses find(Connection connection, String prefix)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + BEING_MADE.toNanos();
    while (true) {
      Optional<Addresses> found = Calls.ask(() -> new Streams(connection).find(prefix));
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

  private void connectForEver(List<URI> servers, String name, Layout layout) {
    try {
      Connection connection = connectAtLast(servers, options(servers, name, true));
      this.connection = connection;
      if (closed) {
        connection.close();
        return;
      }
      establish(connection, ensure(connection, layout));
      this.layout = layout;
    } catch (IOException e) {
      log.error("cannot use {}: {}", servers, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Connects for the first time. The library's own way of doing so cannot be ended by closing.
  private static Connection connectAtLast(List<URI> servers, Options options)
      throws InterruptedException {
    while (true) {
      try {
        return Nats.connect(options);
      } catch (IOException e) {
        log.debug("{} cannot be reached yet: {}", servers, e.getMessage());
        long half = RECONNECT.toMillis();
        TimeUnit.MILLISECONDS.sleep(half + ThreadLocalRandom.current().nextLong(half));
      }
    }
  }

  /// Makes the fleet's streams where they are missing, as often as it takes.
  private Addresses ensure(Connection connection, Layout layout) throws InterruptedException {
    while (true) {
      try {
        return Calls.ask(() -> {
          Streams streams = new Streams(connection);
          Optional<Addresses> found = streams.find(layout.prefix());
          return found.isPresent() && established.isDone() ? found.get() : streams.ensure(layout);
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
    tell(Link.UP);
  }

  private Options options(List<URI> servers, String name, boolean patient) {
    return Options.builder()
        .servers(servers.stream().map(URI::toString).toArray(String[]::new))
        .connectionName(name)
        .inboxPrefix("_INBOX." + name + ".")
        .connectionTimeout(ASK)
        .maxReconnects(-1)
        .reconnectWait(RECONNECT)
        .reconnectJitter(patient ? RECONNECT : Duration.ofMillis(100))
        .reconnectBufferSize(0) // what could not be sent is ours to send again, not to be sent late
        .pingInterval(Duration.ofSeconds(20))
        .executor(threads)
        .connectExecutor(threads)
        .callbackExecutor(events)
        .connectionListener((c, event) -> connectionEvent(event))
        .errorListener(new QuietErrors(() -> tell(Link.GAP)))
        .build();
  }

  private void connectionEvent(io.nats.client.ConnectionListener.Events event) {
    switch (event) {
      case DISCONNECTED, CLOSED -> tell(Link.DOWN);
      // resubscribed comes after the subscriptions are back; before it, messages may be missed
      case RESUBSCRIBED -> threads.execute(this::backAgain);
      case CONNECTED, RECONNECTED, DISCOVERED_SERVERS, LAME_DUCK -> {}
    }
  }

  /// The link is back; perhaps to a broker that has lost its disk.
  private void backAgain() {
    Connection now = connection;
    if (now == null || !established.isDone() || closed) {
      return; // not there for the first time yet
    }
    try {
      Layout wanted = layout;
      Addresses addresses = established.join().addresses();
      if (wanted != null && ensure(now, wanted.like(addresses)).shards() != addresses.shards()) {
        log.error("the fleet's streams were made anew in another way; start this node again");
      }
      if (now.getStatus() == Connection.Status.CONNECTED) {
        tell(Link.UP);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(Link now) {
    if (closed) {
      return;
    }
    if (now != Link.GAP) {
      link = now;
    }
    links.forEach(listener -> threads.execute(() -> listener.accept(now)));
  }

  private Established ready() throws IOException {
    if (!established.isDone() || closed) {
      throw new IOException("the broker has not been reached yet");
    }
    return established.join();
  }

  @Override
  public Addresses addresses() throws InterruptedException {
    try {
      return established.get().addresses();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the bus was closed before it was up", e);
    }
  }

  @Override
  public CompletableFuture<Receipt> store(Letter letter) {
    try {
      Established now = ready();
      if (letter.size() > largestLetter()) {
        return CompletableFuture.failedFuture(letter.tooLargeFor(largestLetter()));
      }
      return now.jetStream()
          .publishAsync(message(letter))
          .orTimeout(STORE.toMillis(), TimeUnit.MILLISECONDS)
          .thenApply(ack -> new Receipt(ack.getStream(), ack.getSeqno(), ack.isDuplicate()))
          .exceptionallyCompose(
              failure -> CompletableFuture.failedFuture(NatsBus.notStored(failure)));
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      return CompletableFuture.failedFuture(new IOException(e.getMessage(), e));
    }
  }

  private static IOException notStored(Throwable failure) {
    Throwable cause = failure;
    while (!(cause instanceof JetStreamApiException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return new IOException("the broker did not store it: " + cause, failure);
  }

  @Override
  public void publish(Letter letter) {
    try {
      ready().connection().publish(message(letter));
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      log.debug("not published to {}: {}", letter.subject(), e.getMessage());
    }
  }

  private static Message message(Letter letter) {
    return NatsMessage.builder()
        .subject(letter.subject())
        .headers(Deliveries.toNats(letter.headers()))
        .data(letter.body())
        .build();
  }

  @Override
  public Listening listen(String subject, Consumer<Delivery> taker) {
    return new Hearing(established.thenApply(Established::connection), threads, subject, taker);
  }

  @Override
  public Optional<Delivery> last(String stream, String subject)
      throws IOException, InterruptedException {
    return directGet(stream + "." + subject, "");
  }

  @Override
  public Optional<Delivery> at(String stream, long sequence)
      throws IOException, InterruptedException {
    return directGet(stream, "{\"seq\":" + sequence + "}");
  }

  /// One message of a stream, without a consumer (NATS ADR-31).
  private Optional<Delivery> directGet(String of, String which)
      throws IOException, InterruptedException {
    Connection connection = ready().connection();
    byte[] request = which.getBytes(StandardCharsets.UTF_8);
    @Nullable Message message =
        Calls.<@Nullable Message>ask(
            () -> connection.request("$JS.API.DIRECT.GET." + of, request, ASK));
    if (message == null) {
      throw new IOException("the broker did not answer what is in " + of);
    }
    if (message.isStatusMessage()) {
      if (message.getStatus().getCode() == 404) {
        return Optional.empty();
      }
      throw new IOException("the broker cannot say: " + message.getStatus().getMessageWithCode());
    }
    return Optional.of(Deliveries.got(message));
  }

  @Override
  public Backlog read(String stream, String subject, Start start)
      throws IOException, InterruptedException {
    Connection connection = ready().connection();
    return NatsBacklog.open(connection, stream, subject, start);
  }

  @Override
  public Intake intake(Subject event) throws IOException, InterruptedException {
    Established now = ready();
    return NatsIntake.open(now.connection(), now.addresses(), event);
  }

  @Override
  public void put(String name, InputStream body) throws IOException, InterruptedException {
    files().put(name, body);
  }

  @Override
  public boolean get(String name, OutputStream to) throws IOException, InterruptedException {
    return files().get(name, to);
  }

  @Override
  public void delete(String name) throws IOException, InterruptedException {
    files().delete(name);
  }

  private NatsFiles files() throws IOException {
    Established now = ready();
    return new NatsFiles(now.connection(), now.addresses().filesBucket());
  }

  @Override
  public String incarnation(String stream) throws IOException, InterruptedException {
    Connection connection = ready().connection();
    return Calls.ask(() -> {
      var made = connection.jetStreamManagement().getStreamInfo(stream).getCreateTime();
      return Long.toString(made.toInstant().toEpochMilli(), 36);
    });
  }

  @Override
  public String session() throws IOException {
    var server = ready().connection().getServerInfo();
    return server.getServerId() + " " + server.getClientId();
  }

  @Override
  public boolean isUp() {
    return link == Link.UP;
  }

  @Override
  public void onLink(Consumer<Link> listener) {
    links.add(listener);
    threads.execute(() -> listener.accept(link));
  }

  @Override
  public int largestLetter() {
    Connection now = connection;
    return now == null || now.getMaxPayload() <= 0
        ? UNKNOWN_LARGEST
        : (int) Math.min(now.getMaxPayload(), Integer.MAX_VALUE);
  }

  @Override
  public void close() {
    closed = true;
    established.completeExceptionally(new IOException("the bus was closed"));
    Connection now = connection;
    try {
      if (now != null) {
        if (now.getStatus() == Connection.Status.CONNECTED) {
          now.flush(Duration.ofSeconds(2));
        }
        now.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.TimeoutException slow) {
      log.debug("the broker did not take everything before the bus was closed");
    } finally {
      threads.shutdownNow();
      events.shutdownNow();
    }
  }
}
