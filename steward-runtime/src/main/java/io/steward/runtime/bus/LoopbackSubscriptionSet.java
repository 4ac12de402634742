package io.steward.runtime.bus;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/// Hears with a thread of its own, so that it is called in order and blocks nobody.
final class LoopbackSubscriptionSet implements Bus.SubscriptionSet {

  private final Set<String> subjects = ConcurrentHashMap.newKeySet();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("loopback").factory());
  private final Consumer<InboundMessage> taker;
  private final Consumer<LoopbackSubscriptionSet> onClose;

  LoopbackSubscriptionSet(
      Consumer<InboundMessage> taker, Consumer<LoopbackSubscriptionSet> onClose) {
    this.taker = taker;
    this.onClose = onClose;
  }

  /// Takes what was published, if it is on a subject of these.
  void deliver(InboundMessage delivery) {
    if (subjects.stream().anyMatch(each -> LoopbackBus.matches(each, delivery.subject()))) {
      try {
        thread.execute(() -> taker.accept(delivery));
      } catch (RejectedExecutionException closed) {
        // it does not hear any more
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
