package io.steward.runtime.bus;

import io.steward.runtime.bus.Bus.LinkEvent;
import io.steward.runtime.concurrent.LoggedTask;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// The state of a link, and who is told of its events. A listener that fails or blocks does not
/// affect the others.
///
/// Safe for use by any thread.
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
    tell(listener, state);
  }

  /// Whether the broker can be reached now.
  boolean isUp() {
    return state == LinkEvent.UP;
  }

  void report(LinkEvent event) {
    if (event != LinkEvent.GAP) {
      state = event;
    }
    listeners.forEach(listener -> tell(listener, event));
  }

  private void tell(Consumer<LinkEvent> listener, LinkEvent event) {
    threads.execute(new LoggedTask("a listener for the link", () -> listener.accept(event)));
  }
}
