package io.steward.runtime.process;

/// Notifies a listener when a node has changed, so that the node need not be polled.
///
/// Safe for use by any thread.
final class ChangeListeners {

  private volatile Runnable listener = () -> {};

  /// Sets the listener. It must not block.
  void onChange(Runnable listener) {
    this.listener = listener;
  }

  /// Reports a change that the unit's state shows.
  void notifyListener() {
    listener.run();
  }
}
