package io.steward.runtime.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;

/// What a node does later, and how it waits: all of its engine's time but what a clock shows. The
/// test kit has one that goes as a test says.
///
/// Safe for use by any thread.
public interface Timers extends AutoCloseable {

  /// By the machine's own steady clock, with one thread for all processes of a node.
  static Timers system() {
    return new SystemTimers();
  }

  /// Nanoseconds of a clock that nobody sets, from some moment on.
  long nanos();

  /// Does something once. Cancelling the future takes it back, and so does closing.
  ///
  /// @param delay from now; at once when it is nothing or negative
  /// @param action that does not block, for one thread may serve all processes
  Future<?> after(Duration delay, Runnable action);

  /// Does something again and again.
  ///
  /// @param period from the end of one time to the next
  /// @param action that does not block
  Future<?> every(Duration period, Runnable action);

  /// Does something that may block again and again, on a thread of its own each time.
  default void repeat(Duration period, Runnable action) {
    var _ = every(period, () -> Thread.ofVirtual().start(action));
  }

  /// Waits until something has ended, but no longer than a time.
  ///
  /// @return whether it has ended
  /// @throws InterruptedException when interrupted, as whoever waits is when the node stops
  boolean await(CountDownLatch latch, Duration timeout) throws InterruptedException;

  /// Waits.
  ///
  /// @throws InterruptedException when interrupted, as whoever waits is when the node stops
  default void sleep(Duration time) throws InterruptedException {
    var _ = await(new CountDownLatch(1), time);
  }

  /// Forgets what was to be done.
  @Override
  void close();
}
