package io.steward.runtime.bus;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.steward.runtime.concurrent.DeadlyError;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Plain subscriptions that share one thread. They start as soon as there is a connection.
///
/// The library keeps the messages that wait for the handler across a reconnect. After it, they may
/// be messages that the broker no longer has. So each reconnect begins with a new dispatcher, and
/// what the old one has not delivered yet is dropped.
final class NatsSubscriptionSet implements Bus.SubscriptionSet {

  private static final Logger log = LoggerFactory.getLogger(NatsSubscriptionSet.class);
  private static final long MAX_PENDING_MESSAGES = 64 * 1024L;
  private static final long MAX_PENDING_BYTES = 32L << 20;

  private final NatsConnection link;
  private final Consumer<InboundMessage> handler;
  private final Set<String> subjects = new LinkedHashSet<>();
  private final ReentrantLock delivery = new ReentrantLock(true); // renewal comes next
  private long generation; // guarded by delivery
  private @Nullable Dispatcher dispatcher;
  private Runnable closeDispatcher = () -> {};
  private boolean closed;

  private NatsSubscriptionSet(NatsConnection link, Consumer<InboundMessage> handler) {
    this.link = link;
    this.handler = handler;
  }

  static NatsSubscriptionSet open(NatsConnection link, Consumer<InboundMessage> handler) {
    NatsSubscriptionSet opened = new NatsSubscriptionSet(link, handler);
    link.subscriptions().add(opened);
    return opened;
  }

  /// Starts anew over a connection. When it returns, the handler is not called any more with a
  /// message that was received before.
  void renew(Connection connection) {
    long next;
    delivery.lock();
    try {
      next = ++generation;
    } finally {
      delivery.unlock();
    }
    synchronized (this) {
      if (!closed) {
        Runnable closeOld = closeDispatcher;
        Dispatcher fresh = dispatch(connection, next);
        dispatcher = fresh;
        closeDispatcher = () -> connection.closeDispatcher(fresh);
        run(closeOld);
      }
    }
  }

  /// Makes a subscription again, which the broker has denied.
  ///
  /// @return whether it is one of these
  synchronized boolean renew(String subject) {
    Dispatcher current = dispatcher;
    if (closed || current == null || !subjects.contains(subject)) {
      return false;
    }
    current.unsubscribe(subject).subscribe(subject);
    return true;
  }

  private Dispatcher dispatch(Connection connection, long own) {
    Dispatcher fresh = connection.createDispatcher(message -> deliver(message, own));
    fresh.setPendingLimits(MAX_PENDING_MESSAGES, MAX_PENDING_BYTES);
    subjects.forEach(fresh::subscribe);
    return fresh;
  }

  private void deliver(io.nats.client.Message message, long own) {
    delivery.lock();
    try {
      if (own == generation) {
        handler.accept(NatsMessages.fromSubscription(message, link.replies()));
      }
    } catch (RuntimeException | Error e) { // which would end the thread of the library
      DeadlyError.rethrow(e);
      log.error("cannot handle a message on {}", message.getSubject(), e);
    } finally {
      delivery.unlock();
    }
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
    link.subscriptions().remove(this);
    run(closeDispatcher);
  }

  private static void run(Runnable closing) {
    try {
      closing.run();
    } catch (IllegalStateException | IllegalArgumentException gone) {
      log.debug("the connection was closed first");
    }
  }
}
