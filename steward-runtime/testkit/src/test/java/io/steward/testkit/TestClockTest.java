package io.steward.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.steward.api.CommandContext;
import io.steward.api.CommandHandler;
import io.steward.api.EventHandler;
import io.steward.api.MessageContext;
import io.steward.api.MethodName;
import io.steward.api.NoArguments;
import io.steward.api.Reply;
import io.steward.api.Source;
import io.steward.api.SourceContext;
import io.steward.api.State;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// The engine uses a clock that a test moves.
class TestClockTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Duration HOUR = Duration.ofHours(1);

  private final TestClock clock = TestClock.atSix();

  /// Notes when it was called, and waits if told to.
  record Note(List<Instant> calls, TestClock clock) implements CommandHandler<Note.Arguments> {
    record Arguments(boolean lasting) {}

    @Override
    public MethodName method() {
      return new MethodName("note");
    }

    @Override
    public Reply handle(Arguments arguments, CommandContext context) throws InterruptedException {
      calls.add(clock.instant());
      if (arguments.lasting()) {
        new CountDownLatch(1).await();
      }
      return Reply.succeeded();
    }
  }

  /// Fails for every event.
  record Refuse(AtomicInteger attempts) implements EventHandler<NoArguments> {
    @Override
    public MethodName method() {
      return new MethodName("refuse");
    }

    @Override
    public void handle(NoArguments arguments, MessageContext context) throws IOException {
      attempts.incrementAndGet();
      throw new IOException("not yet");
    }
  }

  /// Fails at every start.
  record Weak(AtomicInteger starts) implements Source {
    @Override
    public MethodName method() {
      return new MethodName("weak");
    }

    @Override
    public void run(SourceContext context) throws IOException {
      starts.incrementAndGet();
      throw new IOException("the port is taken");
    }
  }

  private Note note() {
    return new Note(new CopyOnWriteArrayList<>(), clock);
  }

  @Test
  void aCommandRunsUntilItsTimeoutByTheClock() {
    Note note = note();
    try (Workbench bench = Workbench.of(note, clock).withTimeout(HOUR)) {
      Run run = bench.start(new Note.Arguments(true)).awaitRunning();
      await().atMost(PATIENCE).until(() -> note.calls().size() == 1);
      clock.advance(HOUR.minusMillis(1));
      assertThat(run.state()).isEqualTo(State.InProgress.RUNNING);
      clock.advance(Duration.ofMillis(1));
      assertThat(run.await().state()).isEqualTo(State.Terminal.TIMED_OUT);
      assertThat(run.document())
          .containsEntry("started", "2026-03-02T06:00:00Z")
          .containsEntry("ended", "2026-03-02T07:00:00Z");
    }
  }

  @Test
  void aScheduleIsDueByTheClock() {
    Note note = note();
    try (Workbench bench = Workbench.of(note, clock)) {
      assertThat(bench.schedule("30 7 * * *", new Note.Arguments(false)).state())
          .isEqualTo(State.Terminal.SUCCEEDED);
      clock.advance(Duration.ofMinutes(89));
      clock.advance(Duration.ofMinutes(1));
      await().atMost(PATIENCE).until(() -> note.calls().size() == 1);
      clock.advance(Duration.ofDays(1));
      await().atMost(PATIENCE).until(() -> note.calls().size() == 2);
      assertThat(note.calls())
          .containsExactly(
              Instant.parse("2026-03-02T07:30:00Z"), Instant.parse("2026-03-03T07:30:00Z"));
    }
  }

  @Test
  void anEventIsRetriedWithGrowingBackoff() {
    Refuse refuse = new Refuse(new AtomicInteger());
    try (Workbench bench = Workbench.of(refuse, clock)) {
      bench.start(new NoArguments());
      Duration first = clock.awaitPause();
      assertThat(first).isLessThanOrEqualTo(Duration.ofMillis(200));
      for (int i = 1; i < 6; i++) {
        Duration pause = clock.awaitPause();
        assertThat(refuse.attempts()).hasValue(i);
        clock.advance(pause);
      }
      assertThat(clock.awaitPause()).isGreaterThan(first);
    }
  }

  @Test
  void aSourceIsRestartedAfterItsBackoff() {
    Weak weak = new Weak(new AtomicInteger());
    try (SourceStand stand = Workbench.of(weak, clock)) {
      Duration pause = clock.awaitPause();
      assertThat(pause).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
      clock.advance(pause.minusMillis(1));
      assertThat(clock.awaitPause()).isEqualTo(Duration.ofMillis(1));
      assertThat(weak.starts()).hasValue(1);
      clock.advance(Duration.ofMillis(1));
      await().atMost(PATIENCE).until(() -> weak.starts().get() == 2);
      assertThat(clock.awaitPause()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
      assertThat(stand.status()).isEqualTo("the port is taken");
    }
  }

  @Test
  void settingTheClockLetsNoTimePass() {
    Note note = note();
    try (Workbench bench = Workbench.of(note, clock).withTimeout(HOUR)) {
      Run run = bench.start(new Note.Arguments(true)).awaitRunning();
      clock.set(Instant.parse("2027-01-01T00:00:00Z"));
      await().atMost(PATIENCE).until(() -> note.calls().size() == 1);
      assertThat(run.cancel().await().state()).isEqualTo(State.Terminal.CANCELLED);
      assertThat(run.document().get("ended")).isEqualTo("2027-01-01T00:00:00Z");
    }
  }

  @Test
  void timeDoesNotPassBackward() {
    assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
        .hasMessage("the duration must be positive; use set to set the clock");
  }
}
