package io.steward.runtime.bus;

import io.steward.runtime.bus.Bus.LinkEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// The state of a link, and who is told of its events.
final class LinkListeners {

  private final Executor threads;
  private final List<Consumer<LinkEvent>> listeners = new CopyOnWriteArrayList<>();
  private volatile LinkEvent state = LinkEvent.DOWN;

  /// @param threads that run the listeners
  LinkListeners(Executor threads) {
    this.threads = threads;
  }

  /// Registers a listener. It is called with the current state, and then with each event.
  void add(Consumer<LinkEvent> listener) {
    listeners.add(listener);
    threads.execute(() -> listener.accept(state));
  }

  /// Whether the broker can be reached now.
  boolean isUp() {
    return state == LinkEvent.UP;
  }

  void report(LinkEvent event) {
    if (event != LinkEvent.GAP) {
      state = event;
    }
    listeners.forEach(listener -> threads.execute(() -> listener.accept(event)));
  }
}
