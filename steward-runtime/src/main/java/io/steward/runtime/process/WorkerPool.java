package io.steward.runtime.process;

import java.time.Duration;

/// The threads that work for one process with one handler, until that is replaced or held, or the
/// node stops.
interface WorkerPool extends AutoCloseable {

  /// Begins to work.
  void start();

  /// Takes nothing more, and waits for what runs; what still runs after the patience is
  /// interrupted, and given up when that does not help.
  ///
  /// @return whether every thread has come back
  /// @throws InterruptedException when interrupted meanwhile; then some may still work
  boolean retire(Duration gracePeriod) throws InterruptedException;

  /// Takes nothing more, and interrupts what runs, since the node stops.
  @Override
  void close();
}
