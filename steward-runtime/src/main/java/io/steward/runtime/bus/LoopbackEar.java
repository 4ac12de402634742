package io.steward.runtime.bus;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/// Hears with a thread of its own, so that it is called in order and blocks nobody.
final class LoopbackEar implements Bus.Ear {

  private final Set<String> subjects = ConcurrentHashMap.newKeySet();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("loopback").factory());
  private final Consumer<Delivery> taker;
  private final Consumer<LoopbackEar> onClose;

  LoopbackEar(Consumer<Delivery> taker, Consumer<LoopbackEar> onClose) {
    this.taker = taker;
    this.onClose = onClose;
  }

  /// Takes what was published, if it is on a subject of these.
  void take(Delivery delivery) {
    if (subjects.stream().anyMatch(each -> LoopbackBus.matches(each, delivery.subject()))) {
      try {
        thread.execute(() -> taker.accept(delivery));
      } catch (RejectedExecutionException closed) {
        // it does not hear any more
      }
    }
  }

  @Override
  public void hear(String subject) {
    subjects.add(subject);
  }

  @Override
  public void ignore(String subject) {
    subjects.remove(subject);
  }

  @Override
  public void close() {
    onClose.accept(this);
    thread.shutdown();
  }
}
