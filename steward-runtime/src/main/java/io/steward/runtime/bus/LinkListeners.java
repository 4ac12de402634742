package io.steward.runtime.bus;

import io.steward.runtime.bus.Bus.LinkEvent;
import io.steward.runtime.concurrent.LoggedTask;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// The state of the link, and whoever wants to know of its events. One listener that fails or
/// blocks does not affect the others.
///
/// Safe for use by any thread.
final class LinkListeners {

  private final List<Consumer<LinkEvent>> listeners = new CopyOnWriteArrayList<>();
  private final Map<Object, Runnable> beforeUp = new ConcurrentHashMap<>();
  private final Executor threads;
  private volatile LinkEvent state = LinkEvent.DOWN;

  /// @param threads run the listeners
  LinkListeners(Executor threads) {
    this.threads = threads;
  }

  /// Whether the broker can be reached now.
  boolean isUp() {
    return state == LinkEvent.UP;
  }

  /// Adds a listener. It is called with the current state, and then with each event.
  void add(Consumer<LinkEvent> listener) {
    listeners.add(listener);
    tell(listener, state);
  }

  /// Registers what is done whenever the link is restored, before the listeners are told.
  ///
  /// @param owner by which it is {@linkplain #notBeforeUp removed}
  void beforeUp(Object owner, Runnable action) {
    beforeUp.put(owner, action);
  }

  void notBeforeUp(Object owner) {
    beforeUp.remove(owner);
  }

  /// Does what is to be done before the listeners are told that the link is restored.
  void prepareUp() {
    beforeUp.values().forEach(Runnable::run);
  }

  /// Tells all listeners.
  void tellAll(LinkEvent event) {
    if (event != LinkEvent.GAP) {
      state = event;
    }
    listeners.forEach(listener -> tell(listener, event));
  }

  private void tell(Consumer<LinkEvent> listener, LinkEvent event) {
    threads.execute(new LoggedTask("a listener for the link", () -> listener.accept(event)));
  }
}
