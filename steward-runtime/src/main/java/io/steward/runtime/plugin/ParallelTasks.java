package io.steward.runtime.plugin;

import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Does at the same time what plugins need not wait for each other with: reading their jars, and
/// finding what they provide. What comes of it is taken in an order of its own, so that it does not
/// depend on which was first.
final class ParallelTasks implements AutoCloseable {

  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(),
          Thread.ofPlatform().daemon().name("plugins aside ", 1).factory());

  /// What comes of something.
  @FunctionalInterface
  interface Result<T> {

    /// Waits for it.
    ///
    /// @throws RefusedJarException when it is one
    T get() throws RefusedJarException;
  }

  /// Begins with something.
  <T> Result<T> submit(Result<T> what) {
    Future<T> future = threads.submit(what::get);
    return () -> {
      try {
        return future.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RefusedJarException refusedJarException) {
          throw refusedJarException;
        }
        throw OwnerThread.unchecked(Objects.requireNonNullElse(e.getCause(), e));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RefusedJarException("reading it was interrupted", e);
      }
    };
  }

  /// Waits for all that was begun.
  @Override
  public void close() {
    threads.close();
  }
}
