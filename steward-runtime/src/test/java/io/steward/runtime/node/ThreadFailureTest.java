package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.Domain;
import io.steward.api.EventHandler;
import io.steward.api.Message;
import io.steward.api.MessageContext;
import io.steward.api.MethodName;
import io.steward.api.Reply;
import io.steward.api.Source;
import io.steward.api.SourceContext;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.engine.MetricsListener;
import io.steward.runtime.process.CommandSpec;
import io.steward.runtime.process.EventSpec;
import io.steward.runtime.process.HandlerFactory;
import io.steward.runtime.process.SourceSpec;
import io.steward.runtime.process.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A bug ends no thread of a node, and its operator is told.
class ThreadFailureTest {

  private static final Subject SUBJECT = TestBinding.subject("one");
  private static final Subject EVENT =
      Subject.event(TestNode.NAME, new MethodName("tell"), new Domain("test"));

  private static final Subject SCHEDULE =
      Subject.command(TestNode.NAME, new MethodName("schedule"), new Domain("steward"));

  private final AtomicInteger calls = new AtomicInteger();

  @TempDir private Path data = Path.of("");

  private static CommandSpec<?> succeeding() {
    return TestBinding.DEFAULTS.bind("one", (arguments, context) -> Reply.succeeded());
  }

  private static void awaitProblem(TestNode node, String thread) {
    TestNode.await(
        "the operator is told of " + thread,
        () ->
            node.engine().problems().stream()
                .anyMatch(problem -> problem.contains('"' + thread + '"')));
  }

  private static void assertSucceeds(TestNode node, String id) {
    assertThat(node.await(SUBJECT, id).words()).endsWith("succeeded");
  }

  @Test
  void thePublishingThreadGoesOn() throws IOException {
    FaultyBus faulty = new FaultyBus("session", "ship outbox");
    try (TestNode node = new TestNode(data).withLink(faulty::over).start(succeeding())) {
      assertSucceeds(node, node.send(SUBJECT, ""));
      awaitProblem(node, "ship outbox");
    }
  }

  @Test
  void anAnswerThatABugKeptBackIsPublishedAgain() throws IOException {
    FaultyBus faulty = new FaultyBus("store", ""); // one of the threads for a subject each
    try (TestNode node = new TestNode(data).withLink(faulty::over).start(succeeding())) {
      assertSucceeds(node, node.send(SUBJECT, ""));
      awaitProblem(node, "ship outbox");
    }
  }

  @Test
  void aCommandThatWasStoredMeanwhileRunsAlthoughCatchingUpFails() throws IOException {
    FaultyBus faulty = new FaultyBus("lastMessage", "ship catch-up");
    try (TestNode node = new TestNode(data).withLink(faulty::over)) {
      String id = node.send(SUBJECT, "");
      node.start(succeeding());
      assertSucceeds(node, id);
      awaitProblem(node, "ship catch-up");
    }
  }

  @Test
  void theIntakeOpensAtTheSecondAttempt() throws IOException {
    FaultyBus faulty = new FaultyBus("onLinkEvent", "ship intake opener");
    try (TestNode node = new TestNode(data).withLink(faulty::over).start(succeeding())) {
      assertSucceeds(node, node.send(SUBJECT, ""));
      awaitProblem(node, "ship intake opener");
    }
  }

  @Test
  void theThreadThatChecksAcceptanceGoesOn() throws IOException {
    FaultyBus faulty = new FaultyBus("addresses", "ship acceptance");
    try (TestNode node = new TestNode(data).withLink(faulty::over).start(succeeding())) {
      awaitProblem(node, "ship acceptance");
      TestNode.await("it goes on", () -> faulty.calls() > 1);
    }
  }

  @Test
  void theThreadForSchedulesGoesOnAlthoughTheClockFails() throws IOException {
    InstantSource clock =
        () -> {
          if (Thread.currentThread().getName().equals("ship schedules")
              && calls.incrementAndGet() <= 2) {
            throw new IllegalStateException("a bug in the clock");
          }
          return Instant.now();
        };
    Map<String, Object> often =
        Map.of(
            "name",
            "often",
            "cron",
            "*/10 * * * *",
            "command",
            "act.one",
            "arguments",
            Map.of("text", ""));
    try (TestNode node = new TestNode(data, clock).start(succeeding())) {
      assertThat(node.await(SCHEDULE, node.send(Message.to(SCHEDULE, often))).words())
          .endsWith("succeeded");
      awaitProblem(node, "ship schedules");
      TestNode.await("it goes on", () -> calls.get() > 3);
    }
  }

  @Test
  void aCommandThatABugInterruptsIsUnknownAndTheNextOneRuns() throws IOException {
    MetricsListener metrics =
        new FaultyMetrics() {
          @Override
          public void waited(Subject subject, Duration time) {
            failOnce();
          }
        };
    try (TestNode node = new TestNode(data).withMetrics(metrics).start(succeeding())) {
      ReceivedAnswers first = node.await(SUBJECT, node.send(SUBJECT, ""));
      assertThat(first.words()).isEqualTo("accepted running unknown");
      assertThat(first.reason()).contains("a bug in the metrics");
      awaitProblem(node, SUBJECT.toString());
      assertSucceeds(node, node.send(SUBJECT, ""));
      assertThat(node.report(SUBJECT).state()).isEqualTo("idle");
    }
  }

  @Test
  void whoCancelsACommandThatABugHasEndedDoesNotHitTheNextOne() throws IOException {
    MetricsListener metrics =
        new FaultyMetrics() {
          @Override
          public void ran(Subject subject, Duration time) {
            failOnce();
          }
        };
    CountDownLatch cancelled = new CountDownLatch(1);
    CommandSpec<?> spec =
        TestBinding.DEFAULTS.bind(
            "one",
            (arguments, context) -> {
              if (calls.incrementAndGet() == 2) {
                cancelled.await();
              }
              return Reply.succeeded();
            });
    try (TestNode node = new TestNode(data).withMetrics(metrics).start(spec)) {
      String first = node.send(SUBJECT, "");
      assertThat(node.await(SUBJECT, first).words()).endsWith("unknown");
      String second = node.send(SUBJECT, "");
      node.await(SUBJECT, second, "running");
      node.await(TestNode.CANCEL, node.cancel(SUBJECT, first));
      cancelled.countDown();
      assertSucceeds(node, second);
    }
  }

  @Test
  void anAcceptedCommandRunsAlthoughCountingItFails() throws IOException {
    MetricsListener metrics =
        new FaultyMetrics() {
          @Override
          public void stateReached(String subject, State state) {
            if (state == State.InProgress.ACCEPTED) {
              failOnce();
            }
          }
        };
    try (TestNode node = new TestNode(data).withMetrics(metrics).start(succeeding())) {
      assertSucceeds(node, node.send(SUBJECT, ""));
    }
  }

  /// Handles an event at the second attempt.
  private record Interrupting(AtomicInteger calls) implements EventHandler<Interrupting.Nothing> {

    record Nothing() {}

    @Override
    public MethodName method() {
      return EVENT.method();
    }

    @Override
    public void handle(Nothing arguments, MessageContext context) throws InterruptedException {
      if (calls.incrementAndGet() == 1) {
        throw new InterruptedException("by itself");
      }
    }
  }

  private Workload events() {
    return new Workload(
        List.of(),
        List.of(
            new EventSpec<>(
                EVENT,
                _ -> true,
                new HandlerFactory<>(
                    () -> new Interrupting(calls),
                    Interrupting.Nothing.class,
                    getClass().getClassLoader()))),
        List.of());
  }

  @Test
  void anEventIsHandledAlthoughItsHandlerInterruptsItself() throws IOException {
    try (TestNode node = new TestNode(data).start(events())) {
      String id = node.send(Message.to(EVENT, Map.of()));
      TestNode.await("it is accepted", () -> node.answers(EVENT, id).has("accepted"));
      assertThat(calls).hasValue(2);
    }
  }

  @Test
  void eventsAreTakenAtTheSecondAttempt() throws IOException {
    FaultyBus faulty = new FaultyBus("consume", EVENT.toString());
    try (TestNode node = new TestNode(data).withLink(faulty::over).start(events())) {
      String id = node.send(Message.to(EVENT, Map.of()));
      TestNode.await("it is accepted", () -> node.answers(EVENT, id).has("accepted"));
      awaitProblem(node, EVENT.toString());
    }
  }

  /// A source that interrupts itself once.
  private record Restless(AtomicInteger calls) implements Source {
    @Override
    public MethodName method() {
      return EVENT.method();
    }

    @Override
    public void run(SourceContext context) throws InterruptedException {
      if (calls.incrementAndGet() == 1) {
        Thread.currentThread().interrupt();
      }
      new CountDownLatch(1).await();
    }
  }

  @Test
  void aSourceThatInterruptsItselfRunsAgain() throws IOException {
    SourceSpec spec = SourceSpec.to(EVENT, () -> new Restless(calls), getClass().getClassLoader());
    try (TestNode _ = new TestNode(data).start(new Workload(List.of(), List.of(), List.of(spec)))) {
      TestNode.await("it runs again", () -> calls.get() == 2);
    }
  }
}
