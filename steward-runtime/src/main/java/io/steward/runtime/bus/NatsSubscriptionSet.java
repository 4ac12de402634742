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

/// Plain subscriptions with one thread for all of them, made as soon as there is a connection.
final class NatsSubscriptionSet implements Bus.SubscriptionSet {

  private static final Logger log = LoggerFactory.getLogger(NatsBus.class);
  private static final long MOST_MESSAGES = 64 * 1024L;
  private static final long MOST_BYTES = 32L << 20;

  private final CompletableFuture<Connection> connection;
  private final Set<String> subjects = new LinkedHashSet<>();
  private @Nullable Dispatcher dispatcher;
  private boolean closed;

  NatsSubscriptionSet(
      CompletableFuture<Connection> connection,
      ExecutorService threads,
      Consumer<InboundMessage> taker) {
    this.connection = connection;
    if (connection.isDone() && !connection.isCompletedExceptionally()) {
      start(connection.join(), taker); // whoever publishes next is heard
    } else {
      var _ = connection.thenAcceptAsync(made -> start(made, taker), threads);
    }
  }

  private synchronized void start(Connection made, Consumer<InboundMessage> taker) {
    if (closed) {
      return;
    }
    Dispatcher fresh =
        made.createDispatcher(message -> {
          try {
            taker.accept(NatsMessages.fromSubscription(message));
          } catch (RuntimeException e) {
            log.error("taking a message on {}", message.getSubject(), e);
          }
        });
    fresh.setPendingLimits(MOST_MESSAGES, MOST_BYTES);
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
