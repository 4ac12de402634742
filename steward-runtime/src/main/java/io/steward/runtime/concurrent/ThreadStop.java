package io.steward.runtime.concurrent;

import java.time.Duration;

/// Stops threads that end when they are interrupted.
public final class ThreadStop {

  private ThreadStop() {}

  /// Interrupts a thread and waits until it has ended. Returns early, with the interrupt flag set,
  /// if the calling thread is interrupted.
  public static void interruptAndJoin(Thread thread) {
    interruptAndJoin(thread, Duration.ofSeconds(Long.MAX_VALUE));
  }

  /// Interrupts a thread and waits until it has ended, but no longer than the timeout. Returns
  /// early, with the interrupt flag set, if the calling thread is interrupted.
  ///
  /// @return whether the thread has ended
  public static boolean interruptAndJoin(Thread thread, Duration timeout) {
    thread.interrupt();
    try {
      return thread.getState() == Thread.State.NEW || thread.join(timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
