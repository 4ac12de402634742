package io.steward.runtime.bus;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One plain subscription with a thread of its own, made as soon as there is a connection.
final class Hearing implements Bus.Listening {

  private static final Logger log = LoggerFactory.getLogger(NatsBus.class);
  private static final long MOST_MESSAGES = 64 * 1024L;
  private static final long MOST_BYTES = 32L << 20;

  private final CompletableFuture<Connection> connection;
  private @Nullable Dispatcher dispatcher;
  private boolean closed;

  Hearing(
      CompletableFuture<Connection> connection,
      ExecutorService threads,
      String subject,
      Consumer<Delivery> taker) {
    this.connection = connection;
    if (connection.isDone() && !connection.isCompletedExceptionally()) {
      start(connection.join(), subject, taker); // whoever publishes next is heard
    } else {
      var _ = connection.thenAcceptAsync(made -> start(made, subject, taker), threads);
    }
  }

  private synchronized void start(Connection made, String subject, Consumer<Delivery> taker) {
    if (closed) {
      return;
    }
    Dispatcher fresh =
        made.createDispatcher(message -> {
          try {
            taker.accept(Deliveries.heard(message));
          } catch (RuntimeException e) {
            log.error("taking a message on {}", message.getSubject(), e);
          }
        });
    fresh.setPendingLimits(MOST_MESSAGES, MOST_BYTES);
    fresh.subscribe(subject);
    dispatcher = fresh;
  }

  @Override
  public synchronized void close() {
    closed = true;
    Dispatcher now = dispatcher;
    if (now != null) {
      try {
        connection.join().closeDispatcher(now);
      } catch (IllegalStateException | IllegalArgumentException gone) {
        log.debug("the connection was closed first");
      }
    }
  }
}
