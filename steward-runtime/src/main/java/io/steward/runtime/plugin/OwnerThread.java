package io.steward.runtime.plugin;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The one thread that loads and unloads plugins: PF4J's manager is not thread-safe.
final class OwnerThread {

  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("plugins").factory());

  /// Runs a task on it and waits for the result, even if the caller is interrupted: no plugin may
  /// be left half loaded.
  <T> T call(Callable<T> task) {
    Future<T> future = executor.submit(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
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

  /// Turns a failure that no caller expects into an unchecked exception.
  static RuntimeException unchecked(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }

  /// Runs a task on it and waits.
  void run(Runnable task) {
    var _ = call(Executors.callable(task, Boolean.TRUE));
  }

  /// Runs a last task on it and ends it; has no effect the second time.
  synchronized void shutdown(Runnable last) {
    if (!executor.isShutdown()) {
      run(last);
      executor.shutdown();
    }
  }
}
