package io.steward.runtime.concurrent;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// A thread that lasts until it is stopped, or until its loop returns: it {@linkplain
/// SupervisedLoop starts the loop again} when a bug has ended it.
public final class SupervisedThread {

  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final Thread thread;
  private final CountDownLatch stop = new CountDownLatch(1);

  private SupervisedThread(
      Thread.Builder kind, String name, ThreadFailures failures, SupervisedLoop.Loop loop) {
    this.thread = kind.name(name).unstarted(new SupervisedLoop(name, failures, loop, stop));
  }

  /// A virtual thread that has not been started.
  ///
  /// @param failures where its failures are recorded
  public static SupervisedThread virtual(
      String name, ThreadFailures failures, SupervisedLoop.Loop loop) {
    return new SupervisedThread(Thread.ofVirtual(), name, failures, loop);
  }

  /// A platform thread that has not been started and does not keep the program alive.
  ///
  /// @param failures where its failures are recorded
  public static SupervisedThread platform(
      String name, ThreadFailures failures, SupervisedLoop.Loop loop) {
    return new SupervisedThread(Thread.ofPlatform().daemon(), name, failures, loop);
  }

  /// Sets the class loader for code of a plugin that looks for classes by itself.
  public void setContextClassLoader(ClassLoader loader) {
    thread.setContextClassLoader(loader);
  }

  /// Starts the thread.
  public void start() {
    thread.start();
  }

  /// Its name.
  public String name() {
    return thread.getName();
  }

  /// Whether somebody has asked it to stop.
  public boolean isStopping() {
    return stop.getCount() == 0;
  }

  /// Lets it end with its loop, which is not interrupted and does not run again.
  public void requestEnd() {
    stop.countDown();
  }

  /// Asks it to stop, by an interrupt, and returns at once.
  public void requestStop() {
    stop.countDown();
    thread.interrupt();
  }

  /// Waits until it has ended.
  public void join() throws InterruptedException {
    var _ = join(FOREVER);
  }

  /// Waits until it has ended, but no longer than the timeout.
  ///
  /// @return whether it has ended
  public boolean join(Duration timeout) throws InterruptedException {
    return thread.getState() == Thread.State.NEW || thread.join(timeout);
  }

  /// Asks it to stop, and waits until it has ended. Returns early, with the interrupt flag set, if
  /// the calling thread is interrupted.
  public void stop() {
    var _ = stop(FOREVER);
  }

  /// Asks it to stop, and waits until it has ended, but no longer than the timeout. Returns early,
  /// with the interrupt flag set, if the calling thread is interrupted.
  ///
  /// @return whether it has ended
  public boolean stop(Duration timeout) {
    requestStop();
    try {
      return join(timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
