package io.steward.runtime.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A thread lasts until it is asked to stop, or has nothing left to do.
class SupervisedThreadTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ThreadFailures failures = new ThreadFailures();
  private final AtomicInteger runs = new AtomicInteger();
  private SupervisedThread thread = SupervisedThread.virtual("nothing", failures, () -> {});

  @AfterEach
  void stop() {
    thread.stop();
  }

  private SupervisedThread start(SupervisedLoop.Loop loop) {
    thread =
        SupervisedThread.virtual(
            "worker",
            failures,
            () -> {
              runs.incrementAndGet();
              loop.run();
            });
    thread.start();
    return thread;
  }

  /// A loop that fails the first time, and then waits for the interrupt.
  private SupervisedLoop.Loop failingFirst(SupervisedLoop.Loop failure) {
    return () -> {
      if (runs.get() == 1) {
        failure.run();
      }
      new CountDownLatch(1).await();
    };
  }

  private void awaitRuns(int count) {
    await().atMost(PATIENCE).until(() -> runs.get() >= count);
  }

  @Test
  void anExceptionRunsTheLoopAgain() {
    start(
        failingFirst(() -> {
          throw new IllegalStateException("a bug");
        }));
    awaitRuns(2);
    assertThat(failures.problems())
        .singleElement()
        .asString()
        .contains("\"worker\" once", "IllegalStateException: a bug");
  }

  @Test
  void aStackOverflowRunsTheLoopAgain() {
    start(
        failingFirst(() -> {
          throw new StackOverflowError();
        }));
    awaitRuns(2);
    assertThat(failures.problems()).singleElement().asString().contains("StackOverflowError");
  }

  @Test
  void anInterruptThatNobodyAskedForRunsTheLoopAgain() {
    start(failingFirst(() -> Thread.currentThread().interrupt()));
    awaitRuns(2);
    assertThat(failures.problems()).singleElement().asString().contains("InterruptedException");
    assertThat(thread.stop(PATIENCE)).isTrue();
  }

  @Test
  void itsFailuresAreCountedAndTheLastIsTold() {
    AtomicInteger told = new AtomicInteger();
    failures.onFailure(told::incrementAndGet);
    start(() -> {
      throw new IllegalStateException("bug " + runs.get());
    });
    awaitRuns(3);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(failures.problems())
                .singleElement()
                .asString()
                .matches(".*\"worker\" [2-9] times.*bug [2-9]"));
    assertThat(told).hasValueGreaterThanOrEqualTo(2);
  }

  @Test
  void aListenerThatFailsDoesNotEndIt() {
    failures.onFailure(() -> {
      throw new IllegalStateException("another bug");
    });
    start(() -> {
      throw new IllegalStateException("a bug");
    });
    awaitRuns(3);
  }

  @Test
  void aLongReasonIsCut() {
    start(
        failingFirst(() -> {
          throw new IllegalStateException("x".repeat(1 << 20));
        }));
    awaitRuns(2);
    assertThat(failures.problems()).singleElement().asString().hasSizeLessThan(500);
  }

  @Test
  void itStopsWhenAsked() {
    start(() -> new CountDownLatch(1).await());
    awaitRuns(1);
    assertThat(thread.stop(PATIENCE)).isTrue();
    assertThat(failures.problems()).isEmpty();
  }

  @Test
  void itStopsDuringThePauseAfterAFailure() {
    CountDownLatch failed = new CountDownLatch(1);
    failures.onFailure(failed::countDown);
    start(() -> {
      throw new IllegalStateException("a bug");
    });
    await().atMost(PATIENCE).until(() -> failed.getCount() == 0);
    assertThat(thread.stop(PATIENCE)).isTrue();
  }

  @Test
  void itsLoopGoesOnUndisturbedWhenItIsToEndByItself() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger undisturbed = new AtomicInteger();
    start(() -> {
      release.await();
      undisturbed.incrementAndGet();
      throw new IllegalStateException("a bug");
    });
    awaitRuns(1);
    thread.requestEnd();
    release.countDown();
    assertThat(thread.join(PATIENCE)).isTrue();
    assertThat(undisturbed).hasValue(1);
    assertThat(runs).hasValue(1);
  }

  @Test
  void whatFailsWhileItStopsIsNoProblem() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    start(() -> {
      running.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new IllegalStateException("closed already", e);
      }
    });
    running.await();
    assertThat(thread.stop(PATIENCE)).isTrue();
    assertThat(failures.problems()).isEmpty();
  }

  @Test
  void itEndsWhenItsLoopReturns() throws InterruptedException {
    start(() -> {});
    thread.join();
    assertThat(runs).hasValue(1);
  }

  @Test
  void aDeadlyErrorEndsIt() throws InterruptedException {
    start(() -> {
      throw new InternalError("the JVM is broken");
    });
    assertThat(thread.join(PATIENCE)).isTrue();
    assertThat(runs).hasValue(1);
  }

  @Test
  void aThreadThatWasNeverStartedStopsAtOnce() {
    assertThat(SupervisedThread.platform("idle", failures, () -> {}).stop(PATIENCE)).isTrue();
  }
}
