package io.steward.runtime.plugin;

import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Runs tasks that are independent between plugins concurrently: reading their jars, and finding
/// their methods. The caller collects the results in a fixed order, so that the outcome does not
/// depend on timing.
final class ParallelTasks implements AutoCloseable {

  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(),
          Thread.ofPlatform().daemon().name("plugin loader ", 1).factory());

  /// The result of a task.
  @FunctionalInterface
  interface Result<T> {

    /// Waits for the result.
    ///
    /// @throws RefusedJarException if the jar is refused
    T get() throws RefusedJarException;
  }

  /// Starts a task.
  <T> Result<T> submit(Result<T> task) {
    Future<T> future = threads.submit(task::get);
    return () -> {
      try {
        return future.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RefusedJarException refused) {
          throw refused;
        }
        throw OwnerThread.unchecked(Objects.requireNonNullElse(e.getCause(), e));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RefusedJarException("reading it was interrupted", e);
      }
    };
  }

  /// Waits for all tasks.
  @Override
  public void close() {
    threads.close();
  }
}
