package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.Message;
import io.steward.api.Reply;
import io.steward.api.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How a run is interrupted.
class InterruptionTest {

  private static final Subject SUBJECT = TestBinding.subject("one");
  private static final Duration SHORT = Duration.ofMillis(100);

  @TempDir private Path data = Path.of("");

  @Test
  void aRunIsInterruptedAtItsTimeout() throws IOException {
    ActHandler.Action blocks =
        (arguments, context) -> {
          new CountDownLatch(1).await();
          return Reply.succeeded();
        };
    try (TestNode node =
        TestNode.with(data, TestBinding.DEFAULTS.withTimeout(SHORT).bind("one", blocks))) {
      ReceivedAnswers answers = node.await(SUBJECT, node.send(SUBJECT, ""));
      assertThat(answers.words()).isEqualTo("accepted running timed-out");
      assertThat(answers.reason()).startsWith("stopped after");
    }
  }

  @Test
  void theSenderMayOnlyShortenTheTimeout() throws IOException {
    AtomicReference<Duration> left = new AtomicReference<>(Duration.ZERO);
    ActHandler.Action action =
        (arguments, context) -> {
          left.set(Duration.between(TestNode.CLOCK.instant(), context.deadline()));
          return Reply.succeeded();
        };
    try (TestNode node =
        TestNode.with(
            data, TestBinding.DEFAULTS.withTimeout(Duration.ofMinutes(1)).bind("one", action))) {
      Message message = Message.to(SUBJECT, Map.of("text", ""));
      node.await(SUBJECT, node.send(message.withTimeout(Duration.ofSeconds(30))));
      assertThat(left.get()).isLessThanOrEqualTo(Duration.ofSeconds(30));
      node.await(SUBJECT, node.send(message.withTimeout(Duration.ofDays(30))));
      assertThat(left.get()).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
    }
  }

  @Test
  void theReplyOfAnInterruptedHandlerIsIgnored() throws IOException {
    ActHandler.Action returns =
        (arguments, context) -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException stop) {
            context.output().write("cleaned up".getBytes(java.nio.charset.StandardCharsets.UTF_8));
          }
          return Reply.succeeded("done after all");
        };
    try (TestNode node =
        TestNode.with(data, TestBinding.DEFAULTS.withTimeout(SHORT).bind("one", returns))) {
      ReceivedAnswers answers = node.await(SUBJECT, node.send(SUBJECT, ""));
      assertThat(answers.words()).isEqualTo("accepted running output timed-out");
      assertThat(answers.output()).isEqualTo("cleaned up");
    }
  }

  @Test
  void aHandlerThatIgnoresItsInterruptIsAbandonedAndReplaced() throws IOException {
    Semaphore never = new Semaphore(0);
    AtomicInteger made = new AtomicInteger();
    try (TestNode node =
        TestNode.with(
            data,
            TestBinding.DEFAULTS
                .withTimeout(SHORT)
                .bind(
                    "one",
                    () -> {
                      made.incrementAndGet();
                      return new ActHandler((arguments, context) -> {
                        if (arguments.text().equals("ignore")) {
                          never.acquireUninterruptibly();
                        }
                        return Reply.succeeded();
                      });
                    }))) {
      String ignores = node.send(SUBJECT, "ignore");
      String next = node.send(SUBJECT, "fine");
      ReceivedAnswers answers = node.await(SUBJECT, ignores);
      assertThat(answers.words()).isEqualTo("accepted running timed-out");
      assertThat(answers.reason()).startsWith("broken");
      TestNode.await("it is reported", () -> node.report(SUBJECT).lastError().startsWith("broken"));
      assertThat(node.await(SUBJECT, next).words()).endsWith("succeeded");
      assertThat(made).hasValue(2);
      never.release();
      assertThat(node.await(SUBJECT, node.send(SUBJECT, "fine")).words()).endsWith("succeeded");
      assertThat(node.answers(SUBJECT, ignores).words()).isEqualTo("accepted running timed-out");
    }
  }

  @Test
  void aHandlerThatInterruptsItselfAffectsNoOtherCommand() throws IOException {
    ActHandler.Action action =
        (arguments, context) -> {
          Thread.currentThread().interrupt();
          return Reply.succeeded();
        };
    try (TestNode node = TestNode.with(data, TestBinding.DEFAULTS.bind("one", action))) {
      for (int i = 0; i < 3; i++) {
        assertThat(node.await(SUBJECT, node.send(SUBJECT, "")).words())
            .isEqualTo("accepted running succeeded");
      }
    }
  }

  @Test
  void anInterruptAsTheHandlerReturnsLosesNoOutcome() throws IOException {
    ActHandler.Action printsUntilItsTimeIsUp =
        (arguments, context) -> {
          byte[] line = new byte[40_000];
          while (TestNode.CLOCK.instant().isBefore(context.deadline().minusMillis(2))) {
            context.output().write(line);
          }
          return Reply.succeeded();
        };
    try (TestNode node =
        TestNode.with(
            data,
            TestBinding.DEFAULTS
                .withTimeout(Duration.ofMillis(20))
                .withOutputLimits(64, 1 << 20)
                .bind("one", printsUntilItsTimeIsUp))) {
      for (int i = 0; i < 40; i++) {
        ReceivedAnswers answers = node.await(SUBJECT, node.send(SUBJECT, ""));
        assertThat(answers.words()).matches("accepted running( output)* (succeeded|timed-out)");
      }
    }
  }

  @Test
  void shutdownInterruptsARunningCommandAndReportsIt() throws IOException {
    ActHandler.Action blocks =
        (arguments, context) -> {
          new CountDownLatch(1).await();
          return Reply.succeeded();
        };
    try (TestNode node = TestNode.with(data, TestBinding.DEFAULTS.bind("one", blocks))) {
      String runs = node.send(SUBJECT, "");
      String waits = node.send(SUBJECT, "");
      node.await(SUBJECT, runs, "running");
      node.await(SUBJECT, waits, "accepted");
      node.stop();
      assertThat(node.answers(SUBJECT, runs).words()).isEqualTo("accepted running cancelled");
      assertThat(node.answers(SUBJECT, runs).reason()).isEqualTo("the node stopped while it ran");
      assertThat(node.answers(SUBJECT, waits).words()).isEqualTo("accepted");
    }
  }
}
