package io.steward.runtime.process;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Checks several items in parallel, and waits for all of them.
public final class ParallelCheck {

  private ParallelCheck() {}

  /// A check that may take long.
  @FunctionalInterface
  public interface Check<T> {
    boolean test(T each) throws InterruptedException;
  }

  /// Whether the check holds for every item.
  public static <T> boolean allMatch(Collection<T> items, Check<T> check)
      throws InterruptedException {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> checks =
          items.stream().<Callable<Boolean>>map(each -> () -> check.test(each)).toList();
      boolean allTrue = true;
      for (Future<Boolean> answer : executor.invokeAll(checks)) {
        allTrue &= answer.get();
      }
      return allTrue;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
