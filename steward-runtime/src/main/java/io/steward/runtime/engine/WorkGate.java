package io.steward.runtime.engine;

/// Lets one thread work on one message after the other until it is closed. Whoever closes it learns
/// whether the thread works on a message, which must not be interrupted at once.
///
/// Safe for use by any thread.
public final class WorkGate {

  private boolean working;
  private boolean closed;

  /// Begins to work on a message.
  ///
  /// @return false if the gate is closed
  public synchronized boolean enter() {
    working = !closed;
    return working;
  }

  /// Ends the work on a message.
  public synchronized void leave() {
    working = false;
  }

  /// Whether no further message may be worked on.
  public synchronized boolean isClosed() {
    return closed;
  }

  /// Closes the gate.
  ///
  /// @return whether the thread works on a message
  public synchronized boolean close() {
    closed = true;
    return working;
  }
}
