package io.steward.runtime.objects;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Tasks that are carried out side by side, and land in the order in which they took off. To be
/// used by one thread.
///
/// @param <T> what each brings
final class OrderedPipeline<T> implements AutoCloseable {

  private final CongestionWindow window;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Deque<Future<T>> inFlight = new ArrayDeque<>();

  OrderedPipeline(CongestionWindow window) {
    this.window = window;
  }

  /// Whether another one may take off.
  boolean hasRoom() {
    return inFlight.size() < window.size();
  }

  /// Whether all have landed.
  boolean isEmpty() {
    return inFlight.isEmpty();
  }

  void submit(Callable<T> task) {
    inFlight.add(threads.submit(task));
  }

  /// Waits for the one that took off first.
  ///
  /// @throws IOException what it failed with
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

  /// Gives up what is still aloft, and waits until it has stopped.
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
