package io.steward.runtime.process;

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

/// How a run is ended from outside.
class InterruptionTest {

  private static final Subject SUBJECT = Terms.subject("one");
  private static final Duration SHORT = Duration.ofMillis(100);

  @TempDir private Path data = Path.of("");

  @Test
  void aRunIsInterruptedAtItsTimeout() throws IOException {
    Act.Doing blocks =
        (arguments, context) -> {
          new CountDownLatch(1).await();
          return Reply.succeeded();
        };
    try (Ship ship = Ship.with(data, Terms.USUAL.within(SHORT).bind("one", blocks))) {
      Story story = ship.await(SUBJECT, ship.send(SUBJECT, ""));
      assertThat(story.words()).isEqualTo("accepted running timed-out");
      assertThat(story.reason()).startsWith("stopped after");
    }
  }

  @Test
  void theSenderMayShortenTheTimeoutAndNotLengthenIt() throws IOException {
    AtomicReference<Duration> left = new AtomicReference<>(Duration.ZERO);
    Act.Doing doing =
        (arguments, context) -> {
          left.set(Duration.between(Ship.CLOCK.instant(), context.deadline()));
          return Reply.succeeded();
        };
    try (Ship ship =
        Ship.with(data, Terms.USUAL.within(Duration.ofMinutes(1)).bind("one", doing))) {
      Message message = Message.to(SUBJECT, Map.of("text", ""));
      ship.await(SUBJECT, ship.send(message.withTimeout(Duration.ofSeconds(30))));
      assertThat(left.get()).isLessThanOrEqualTo(Duration.ofSeconds(30));
      ship.await(SUBJECT, ship.send(message.withTimeout(Duration.ofDays(30))));
      assertThat(left.get()).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
    }
  }

  @Test
  void whatAnInterruptedHandlerReturnsDoesNotCount() throws IOException {
    Act.Doing returns =
        (arguments, context) -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException stop) {
            context.output().write("cleaned up".getBytes(java.nio.charset.StandardCharsets.UTF_8));
          }
          return Reply.succeeded("done after all");
        };
    try (Ship ship = Ship.with(data, Terms.USUAL.within(SHORT).bind("one", returns))) {
      Story story = ship.await(SUBJECT, ship.send(SUBJECT, ""));
      assertThat(story.words()).isEqualTo("accepted running output timed-out");
      assertThat(story.output()).isEqualTo("cleaned up");
    }
  }

  @Test
  void aHandlerThatIgnoresItsInterruptIsAbandonedAndReplaced() throws IOException {
    Semaphore never = new Semaphore(0);
    AtomicInteger made = new AtomicInteger();
    try (Ship ship =
        Ship.with(
            data,
            Terms.USUAL
                .within(SHORT)
                .bind(
                    "one",
                    () -> {
                      made.incrementAndGet();
                      return new Act((arguments, context) -> {
                        if (arguments.text().equals("ignore")) {
                          never.acquireUninterruptibly();
                        }
                        return Reply.succeeded();
                      });
                    }))) {
      String ignores = ship.send(SUBJECT, "ignore");
      String next = ship.send(SUBJECT, "fine");
      Story story = ship.await(SUBJECT, ignores);
      assertThat(story.words()).isEqualTo("accepted running timed-out");
      assertThat(story.reason()).startsWith("broken");
      Ship.await("it is reported", () -> ship.report(SUBJECT).lastError().startsWith("broken"));
      assertThat(ship.await(SUBJECT, next).words()).endsWith("succeeded");
      assertThat(made).hasValue(2);
      never.release();
      assertThat(ship.await(SUBJECT, ship.send(SUBJECT, "fine")).words()).endsWith("succeeded");
      assertThat(ship.story(SUBJECT, ignores).words()).isEqualTo("accepted running timed-out");
    }
  }

  @Test
  void anInterruptOfTheHandlersOwnMakingHarmsNobody() throws IOException {
    Act.Doing doing =
        (arguments, context) -> {
          Thread.currentThread().interrupt();
          return Reply.succeeded();
        };
    try (Ship ship = Ship.with(data, Terms.USUAL.bind("one", doing))) {
      for (int i = 0; i < 3; i++) {
        assertThat(ship.await(SUBJECT, ship.send(SUBJECT, "")).words())
            .isEqualTo("accepted running succeeded");
      }
    }
  }

  @Test
  void anInterruptThatComesAsTheHandlerReturnsLosesNoOutcome() throws IOException {
    Act.Doing printsUntilItsTimeIsUp =
        (arguments, context) -> {
          byte[] line = new byte[40_000];
          while (Ship.CLOCK.instant().isBefore(context.deadline().minusMillis(2))) {
            context.output().write(line);
          }
          return Reply.succeeded();
        };
    try (Ship ship =
        Ship.with(
            data,
            Terms.USUAL
                .within(Duration.ofMillis(20))
                .keeping(64, 1 << 20)
                .bind("one", printsUntilItsTimeIsUp))) {
      for (int i = 0; i < 40; i++) {
        Story story = ship.await(SUBJECT, ship.send(SUBJECT, ""));
        assertThat(story.words()).matches("accepted running( output)* (succeeded|timed-out)");
      }
    }
  }

  @Test
  void aStoppingNodeInterruptsWhatRunsAndTellsIt() throws IOException {
    Act.Doing blocks =
        (arguments, context) -> {
          new CountDownLatch(1).await();
          return Reply.succeeded();
        };
    try (Ship ship = Ship.with(data, Terms.USUAL.bind("one", blocks))) {
      String runs = ship.send(SUBJECT, "");
      String waits = ship.send(SUBJECT, "");
      ship.await(SUBJECT, runs, "running");
      ship.await(SUBJECT, waits, "accepted");
      ship.stop();
      assertThat(ship.story(SUBJECT, runs).words()).isEqualTo("accepted running cancelled");
      assertThat(ship.story(SUBJECT, runs).reason()).isEqualTo("the node stopped while it ran");
      assertThat(ship.story(SUBJECT, waits).words()).isEqualTo("accepted");
    }
  }
}
