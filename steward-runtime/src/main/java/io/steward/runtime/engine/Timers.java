package io.steward.runtime.engine;

import io.steward.runtime.concurrent.LoggedTask;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;

/// The delayed actions and waits of a node: all of its engine's use of time except for reading the
/// clock. The test kit has an implementation that a test controls.
///
/// Safe for use by any thread.
public interface Timers extends AutoCloseable {

  /// Timers by the machine's own monotonic clock, with one thread for all processes of a node.
  static Timers system() {
    return new SystemTimers();
  }

  /// Nanoseconds of a monotonic clock with an arbitrary origin.
  long nanos();

  /// Runs an action once. Cancelling the future or closing the timers prevents it.
  ///
  /// @param delay from now; the action runs at once if it is zero or negative
  /// @param action must not block, since one thread may serve all processes
  Future<?> after(Duration delay, Runnable action);

  /// Runs an action periodically.
  ///
  /// @param period from the end of one run to the start of the next
  /// @param action must not block
  Future<?> every(Duration period, Runnable action);

  /// Runs an action that may block periodically, on a thread of its own each time.
  default void repeat(Duration period, Runnable action) {
    LoggedTask task = new LoggedTask("a periodic action", action);
    var _ = every(period, () -> Thread.ofVirtual().start(task));
  }

  /// Waits for a latch, but no longer than a timeout.
  ///
  /// @return whether the latch was released
  /// @throws InterruptedException if interrupted, as waiting threads are when the node stops
  boolean await(CountDownLatch latch, Duration timeout) throws InterruptedException;

  /// Waits for some time.
  ///
  /// @throws InterruptedException if interrupted, as waiting threads are when the node stops
  default void sleep(Duration time) throws InterruptedException {
    var _ = await(new CountDownLatch(1), time);
  }

  /// Cancels all pending actions.
  @Override
  void close();
}
