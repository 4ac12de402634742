package io.steward.runtime.engine;

/// Notifies a listener when a node has changed, so that the node need not be polled.
///
/// Safe for use by any thread.
public final class ChangeListeners {

  private volatile Runnable listener = () -> {};

  /// Sets the listener. It must not block.
  public void onChange(Runnable listener) {
    this.listener = listener;
  }

  /// Reports a change that the unit's state shows.
  public void notifyListener() {
    listener.run();
  }
}
