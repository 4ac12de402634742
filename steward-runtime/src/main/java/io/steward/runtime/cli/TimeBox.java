package io.steward.runtime.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Questions whose answer is welcome, but not waited for long.
final class TimeBox {

  /// How long somebody waits who has pressed a key.
  private static final Duration COMPLETION_TIMEOUT = Duration.ofMillis(800);

  private TimeBox() {}

  /// Something to be asked of something.
  @FunctionalInterface
  interface Question<T> {
    void ask(T one) throws Exception;
  }

  /// Something to be done that may fail.
  @FunctionalInterface
  interface Task {
    void run() throws Exception;
  }

  /// The answer to a question; nothing when it does not come in time, or cannot be had.
  static <T> Optional<T> answer(Duration timeout, Callable<Optional<T>> question)
      throws InterruptedException {
    FutureTask<Optional<T>> future = new FutureTask<>(question);
    Thread.ofPlatform()
        .daemon()
        .start(future); // NatsConnection.visit says why it is no virtual one
    try {
      return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      future.cancel(true);
      return Optional.empty();
    }
  }

  /// Goes on an errand for whoever has pressed a key. What it has found when the time is over is
  /// all there is.
  static void run(Task task) {
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
