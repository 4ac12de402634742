package io.steward.runtime.cli.method;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Queries with a short timeout, whose answer is optional.
public final class BestEffortQuery {

  /// How long completion may take after a key was pressed.
  private static final Duration COMPLETION_TIMEOUT = Duration.ofMillis(800);

  private BestEffortQuery() {}

  /// A query of an object.
  @FunctionalInterface
  public interface Question<T> {
    void ask(T one) throws Exception;
  }

  /// A task that may fail.
  @FunctionalInterface
  public interface Task {
    void run() throws Exception;
  }

  /// The answer to a query; empty if it fails or times out.
  static <T> Optional<T> answer(Duration timeout, Callable<Optional<T>> question)
      throws InterruptedException {
    FutureTask<Optional<T>> future = new FutureTask<>(question);
    Thread.ofPlatform().daemon().start(future); // not virtual: see NatsConnection
    try {
      return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      future.cancel(true);
      return Optional.empty();
    }
  }

  /// Runs a task for completion. When the time is over, the caller continues with whatever the task
  /// has found.
  public static void run(Task task) {
    try {
      Optional<Object> _ =
          answer(
              COMPLETION_TIMEOUT,
              () -> {
                task.run();
                return Optional.empty();
              });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
