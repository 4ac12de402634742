package io.steward.runtime.bus;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.ErrorListener;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.Subscription;
import io.steward.runtime.concurrent.LoggedTask;
import io.steward.runtime.concurrent.SupervisedThread;
import io.steward.runtime.concurrent.ThreadFailures;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection to the broker as a user of its system account, who receives an event for every
/// connection that ends. It connects in the background, retries forever, and nothing depends on it.
///
/// Safe for use by any thread.
public final class SystemAccountConnection implements AutoCloseable {

  /// The disconnect events of all accounts.
  private static final String DISCONNECT_EVENTS = "$SYS.ACCOUNT.*.DISCONNECT";

  private static final Logger log = LoggerFactory.getLogger(SystemAccountConnection.class);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration RECONNECT_WAIT = Duration.ofSeconds(1);

  /// Longer, since a broker logs each attempt of a user that it does not know.
  private static final Duration REFUSED_WAIT = Duration.ofSeconds(15);

  private final Consumer<InboundMessage> onDisconnect;
  private final Runnable onChange;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ExecutorService events =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().factory()); // in order
  private final SupervisedThread connector;
  private volatile @Nullable Connection connection;
  private volatile Optional<String> refusal = Optional.empty();

  private SystemAccountConnection(
      ConnectOptions options,
      String name,
      Consumer<InboundMessage> ended,
      Consumer<SystemAccountConnection> changed) {
    this.onDisconnect = ended;
    this.onChange = new LoggedTask("checking disconnect events", () -> changed.accept(this));
    this.connector =
        SupervisedThread.virtual(
            name + " link",
            new ThreadFailures(),
            () -> stayConnected(NatsOptions.of(options, name)));
  }

  /// Connects in the background. Returns at once.
  ///
  /// @param name the name of the connection at the broker
  /// @param ended called for each connection that has ended, one at a time, with the event of the
  ///   broker
  /// @param changed called, by one thread at a time, when the connection is up, when the broker
  ///   refuses something, and after {@link #retryNow}
  public static SystemAccountConnection open(
      ConnectOptions options,
      String name,
      Consumer<InboundMessage> ended,
      Consumer<SystemAccountConnection> changed) {
    SystemAccountConnection link = new SystemAccountConnection(options, name, ended, changed);
    link.connector.start();
    return link;
  }

  private void stayConnected(Options.Builder builder) throws InterruptedException {
    while (true) {
      TimeUnit.MILLISECONDS.sleep(connectAndWait(builder).toMillis());
    }
  }

  /// Connects, and waits until the library gives up, which it does after two refusals.
  ///
  /// @return how long to wait before the next attempt
  private Duration connectAndWait(Options.Builder builder) throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    Options options =
        builder
            .executor(threads)
            .connectExecutor(threads)
            .callbackExecutor(events)
            .connectionListener((c, event) -> onConnectionEvent(event, end))
            .errorListener(new RefusalListener())
            .build();
    try {
      Connection made = Nats.connect(options);
      connection = made;
      made.createDispatcher(
              message -> new LoggedTask("noting a disconnect", () -> receive(message)).run())
          .subscribe(DISCONNECT_EVENTS);
      retryNow();
      end.await();
      return RECONNECT_WAIT;
    } catch (AuthenticationException e) {
      reportRefusal("it refuses the login of this user");
      return REFUSED_WAIT;
    } catch (IOException | IllegalStateException e) { // or the connection was lost at once
      log.debug("the broker cannot be reached yet: {}", e.getMessage());
      return RECONNECT_WAIT;
    } finally {
      disconnect();
    }
  }

  private void receive(Message event) {
    onDisconnect.accept(NatsMessages.fromSubscription(event, ReplySubjects.DEFAULT));
  }

  private void disconnect() throws InterruptedException {
    Connection last = connection;
    connection = null;
    if (last != null) {
      last.close();
    }
  }

  private void onConnectionEvent(Events event, CountDownLatch end) {
    switch (event) {
      case CONNECTED, RECONNECTED -> refusal = Optional.empty();
      case RESUBSCRIBED -> onChange.run();
      case CLOSED -> end.countDown();
      case DISCONNECTED, DISCOVERED_SERVERS, LAME_DUCK -> {}
    }
  }

  private void reportRefusal(String why) {
    refusal = Optional.of(why);
    retryNow();
  }

  /// Calls the listener for changes once more, after the events that are still queued.
  public void retryNow() {
    try {
      events.execute(onChange);
    } catch (RejectedExecutionException closed) {
      log.debug("closed meanwhile");
    }
  }

  /// What the broker refuses, if anything.
  public Optional<String> refusal() {
    return refusal;
  }

  /// Sends a request to the broker.
  ///
  /// @return its answer; empty if it does not know this request, at least not from this user
  /// @throws IOException if it does not answer
  public Optional<byte[]> request(String subject, byte[] request)
      throws IOException, InterruptedException {
    Connection current = connection;
    if (current == null) {
      throw new IOException("the broker has not been reached yet");
    }
    try {
      Subscription inbox = current.subscribe(current.createInbox());
      try {
        current.publish(subject, inbox.getSubject(), request);
        Message answer = inbox.nextMessage(REQUEST_TIMEOUT);
        if (answer == null) {
          throw new IOException("the broker did not answer " + subject);
        }
        return answer.isStatusMessage() ? Optional.empty() : Optional.of(answer.getData());
      } finally {
        inbox.unsubscribe();
      }
    } catch (IllegalStateException closed) {
      throw new IOException("the connection to the broker is closed", closed);
    }
  }

  @Override
  public void close() {
    connector.stop(); // which closes the connection
    threads.shutdownNow();
    events.shutdownNow();
  }

  /// Records what the broker does not permit. A refused login is reported by the connection attempt
  /// instead.
  private final class RefusalListener implements ErrorListener {
    @Override
    public void errorOccurred(Connection c, String error) {
      if (error.startsWith("Permissions Violation")) {
        reportRefusal("it says: " + error);
      }
    }

    @Override
    public void exceptionOccurred(Connection c, Exception exception) {
      log.debug("link to the broker: {}", exception.toString());
    }
  }
}
