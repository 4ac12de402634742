package io.steward.runtime.process;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Asks several at once, and waits for all.
final class ParallelCheck {

  private ParallelCheck() {}

  /// A question that may take long.
  @FunctionalInterface
  interface Question<T> {
    boolean of(T each) throws InterruptedException;
  }

  /// Whether the answer is yes for each.
  static <T> boolean allMatch(Collection<T> some, Question<T> question)
      throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> questions =
          some.stream().<Callable<Boolean>>map(each -> () -> question.of(each)).toList();
      boolean all = true;
      for (Future<Boolean> answer : threads.invokeAll(questions)) {
        all &= answer.get();
      }
      return all;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
