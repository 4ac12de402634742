package io.steward.runtime.objects;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Runs tasks concurrently, and returns their results in the order of submission. To be used by one
/// thread.
///
/// @param <T> the result of a task
final class OrderedPipeline<T> implements AutoCloseable {

  private final CongestionWindow window;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Deque<Future<T>> inFlight = new ArrayDeque<>();

  OrderedPipeline(CongestionWindow window) {
    this.window = window;
  }

  /// Whether another task may be submitted.
  boolean hasRoom() {
    return inFlight.size() < window.size();
  }

  /// Whether the results of all tasks have been taken.
  boolean isEmpty() {
    return inFlight.isEmpty();
  }

  void submit(Callable<T> task) {
    inFlight.add(threads.submit(task));
  }

  /// Waits for the result of the oldest task.
  ///
  /// @throws IOException the failure of the task
  T next() throws IOException, InterruptedException {
    try {
      return inFlight.remove().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      throw new IllegalStateException(e);
    }
  }

  /// Cancels the tasks that are still in flight, and waits until they have stopped.
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
