package io.steward.runtime.process;

import java.time.Duration;

/// The threads that work for one process with one handler, until the handler is replaced or paused
/// or the node stops.
interface WorkerPool extends AutoCloseable {

  /// Starts to work.
  void start();

  /// Takes nothing more, and waits for running messages. Those that still run after the grace
  /// period are interrupted, and abandoned if that does not help.
  ///
  /// @return whether every thread has ended
  /// @throws InterruptedException if interrupted meanwhile; then some threads may still work
  boolean retire(Duration gracePeriod) throws InterruptedException;

  /// Takes nothing more, and interrupts running messages, since the node stops.
  @Override
  void close();
}
