package io.steward.runtime.plugin;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The one thread that loads and unloads: PF4J's manager is for one thread.
final class OwnerThread {

  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("plugins").factory());

  /// Does something on it, and waits for that, whatever interrupts the caller: half a plugin is
  /// none.
  <T> T call(Callable<T> what) {
    Future<T> done = executor.submit(what);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return done.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw unchecked(Objects.requireNonNullElse(e.getCause(), e));
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// A failure that no caller expects.
  static RuntimeException unchecked(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }

  /// Does something on it.
  void run(Runnable what) {
    var _ = call(Executors.callable(what, Boolean.TRUE));
  }

  /// Does a last thing on it, and ends it; nothing, when that was done before.
  synchronized void shutdown(Runnable last) {
    if (!executor.isShutdown()) {
      run(last);
      executor.shutdown();
    }
  }
}
