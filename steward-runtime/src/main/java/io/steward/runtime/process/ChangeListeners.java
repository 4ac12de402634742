package io.steward.runtime.process;

/// Passes on that a node is otherwise than it was a moment ago, so that it need not be asked again
/// and again.
///
/// Safe for use by any thread.
final class ChangeListeners {

  private volatile Runnable listener = () -> {};

  /// Is told from now on. It must not block.
  void onChange(Runnable listener) {
    this.listener = listener;
  }

  /// Something has changed that its unit's state shows.
  void notifyListener() {
    listener.run();
  }
}
