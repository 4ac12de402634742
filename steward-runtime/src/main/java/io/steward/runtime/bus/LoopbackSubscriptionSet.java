package io.steward.runtime.bus;

import io.steward.runtime.concurrent.LoggedTask;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/// Calls its handler on a thread of its own, so that calls come in order and do not block the
/// publisher.
final class LoopbackSubscriptionSet implements Bus.SubscriptionSet {

  private final Set<String> subjects = ConcurrentHashMap.newKeySet();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("loopback").factory());
  private final Consumer<InboundMessage> handler;
  private final Consumer<LoopbackSubscriptionSet> onClose;

  LoopbackSubscriptionSet(
      Consumer<InboundMessage> handler, Consumer<LoopbackSubscriptionSet> onClose) {
    this.handler = handler;
    this.onClose = onClose;
  }

  /// Delivers a message if it matches one of the subjects.
  void deliver(InboundMessage message) {
    if (subjects.stream().anyMatch(each -> LoopbackBus.matches(each, message.subject()))) {
      try {
        thread.execute(
            new LoggedTask(
                "handling a message on " + message.subject(), () -> handler.accept(message)));
      } catch (RejectedExecutionException closed) {
        // unsubscribed meanwhile
      }
    }
  }

  @Override
  public void add(String subject) {
    subjects.add(subject);
  }

  @Override
  public void remove(String subject) {
    subjects.remove(subject);
  }

  @Override
  public void close() {
    onClose.accept(this);
    thread.shutdown();
  }
}
