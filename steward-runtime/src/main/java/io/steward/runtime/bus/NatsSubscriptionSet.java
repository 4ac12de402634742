package io.steward.runtime.bus;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Plain subscriptions that share one thread. They start as soon as there is a connection.
final class NatsSubscriptionSet implements Bus.SubscriptionSet {

  private static final Logger log = LoggerFactory.getLogger(NatsBus.class);
  private static final long MAX_PENDING_MESSAGES = 64 * 1024L;
  private static final long MAX_PENDING_BYTES = 32L << 20;

  private final CompletableFuture<Connection> connection;
  private final Set<String> subjects = new LinkedHashSet<>();
  private @Nullable Dispatcher dispatcher;
  private boolean closed;

  NatsSubscriptionSet(
      CompletableFuture<Connection> connection,
      ExecutorService threads,
      Consumer<InboundMessage> handler) {
    this.connection = connection;
    if (connection.isDone() && !connection.isCompletedExceptionally()) {
      start(connection.join(), handler); // messages published from now on are received
    } else {
      var _ = connection.thenAcceptAsync(made -> start(made, handler), threads);
    }
  }

  private synchronized void start(Connection made, Consumer<InboundMessage> handler) {
    if (closed) {
      return;
    }
    Dispatcher fresh =
        made.createDispatcher(message -> {
          try {
            handler.accept(NatsMessages.fromSubscription(message));
          } catch (RuntimeException e) {
            log.error("cannot handle a message on {}", message.getSubject(), e);
          }
        });
    fresh.setPendingLimits(MAX_PENDING_MESSAGES, MAX_PENDING_BYTES);
    subjects.forEach(fresh::subscribe);
    dispatcher = fresh;
  }

  @Override
  public synchronized void add(String subject) {
    if (!closed && subjects.add(subject) && dispatcher != null) {
      dispatcher.subscribe(subject);
    }
  }

  @Override
  public synchronized void remove(String subject) {
    if (!closed && subjects.remove(subject) && dispatcher != null) {
      dispatcher.unsubscribe(subject);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    Dispatcher current = dispatcher;
    if (current != null) {
      try {
        connection.join().closeDispatcher(current);
      } catch (IllegalStateException | IllegalArgumentException gone) {
        log.debug("the connection was closed first");
      }
    }
  }
}
