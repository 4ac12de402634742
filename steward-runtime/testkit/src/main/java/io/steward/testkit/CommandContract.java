package io.steward.testkit;

import io.steward.api.Answer;
import io.steward.api.CommandHandler;
import io.steward.api.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The contract of every command handler. A test of a handler inherits it:
///
/// ```java
/// class HeadTest extends CommandContract<Head.Arguments> {
///
///   @Override
///   protected Head handler() {
///     return new Head();
///   }
///
///   @Override
///   protected Head.Arguments shortArguments() {
///     return new Head.Arguments(Path.of("pom.xml"), Optional.empty());
///   }
///
///   @Override
///   protected Optional<Head.Arguments> longArguments() {
///     return Optional.empty();
///   }
/// }
/// ```
///
/// @param <A> the handler's arguments
public abstract non-sealed class CommandContract<A extends Record> extends MethodContract {

  private static final Duration SHORT = Duration.ofMillis(200);
  private static final String BROKEN = "broken";

  /// For subclasses.
  protected CommandContract() {}

  /// {@return a new handler at each call, with settings that let its commands run in the test}
  protected abstract CommandHandler<A> handler();

  /// {@return arguments of a command that ends soon by itself}
  protected abstract A shortArguments();

  /// {@return arguments of a command that runs for minutes unless interrupted; empty when no
  /// command takes that long}
  protected abstract Optional<A> longArguments();

  @Override
  final Object subject() {
    return handler();
  }

  private A longest() {
    return longArguments().orElseGet(this::shortArguments);
  }

  /// A long command must have ended by the interrupt; a short one may have ended before it.
  private void assertEndedBy(State.Terminal interrupt, Run run) {
    assertGrammar(run);
    if (longArguments().isPresent()) {
      assertEqual(interrupt, run.state(), "the state of an interrupted command");
    }
  }

  private static void assertGrammar(Run run) {
    List<Answer> answers = run.answers();
    boolean inOrder =
        answers.size() >= 3
            && answers.get(0) instanceof Answer.Accepted
            && answers.get(1) instanceof Answer.Running
            && answers.subList(2, answers.size() - 1).stream()
                .allMatch(Answer.Output.class::isInstance)
            && answers.getLast() instanceof Answer.Outcome;
    if (!inOrder) {
      throw new AssertionError("expected accepted, running, output and one outcome: " + answers);
    }
    if (run.reason().startsWith(BROKEN)) {
      throw new AssertionError("the handler is broken: " + run.reason());
    }
  }

  /// `steward describe` has a description of every argument.
  @Test
  public final void describesItsArguments() {
    assertDescribed(shortArguments().getClass());
  }

  /// Arguments are unchanged after they have been written and read.
  ///
  /// @throws Exception when they are not
  @Test
  public final void argumentsSurviveSerialization() throws Exception {
    assertSurvivesSerialization(shortArguments());
    assertSurvivesSerialization(longest());
  }

  /// An unknown argument is rejected, and nothing runs.
  @Test
  public final void rejectsAnUnknownArgument() {
    try (Workbench bench = Workbench.of(handler())) {
      assertUnknownKeyRejected(bench.start(withUnknownKey(shortArguments())).await());
    }
  }

  /// An exchange consists of accepted, running, output and one outcome.
  @Test
  public final void followsTheExchangeGrammar() {
    try (Workbench bench = Workbench.of(handler())) {
      Run run = bench.start(shortArguments()).await();
      assertGrammar(run);
      if (run.state() != State.Terminal.SUCCEEDED && run.state() != State.Terminal.FAILED) {
        throw new AssertionError(
            "a command that was not interrupted ended as " + run.state().word());
      }
    }
  }

  /// A command that is cancelled ends within the grace period.
  @Test
  public final void endsWhenItIsCancelled() {
    try (Workbench bench = Workbench.of(handler())) {
      assertEndedBy(
          State.Terminal.CANCELLED, bench.start(longest()).awaitRunning().cancel().await());
    }
  }

  /// A command that reaches its timeout ends within the grace period.
  @Test
  public final void endsAtItsTimeout() {
    try (Workbench bench = Workbench.of(handler())) {
      assertEndedBy(State.Terminal.TIMED_OUT, bench.withTimeout(SHORT).start(longest()).await());
    }
  }

  /// An interrupted command does not affect the next one.
  @Test
  public final void worksAfterAnInterrupt() {
    try (Workbench bench = Workbench.of(handler())) {
      State alone = bench.start(shortArguments()).await().state();
      var _ = bench.start(longest()).awaitRunning().cancel().await();
      assertEqual(
          alone,
          bench.start(shortArguments()).await().state(),
          "the state of a command after an interrupted one");
    }
  }

  @Override
  final void exercise() {
    try (Workbench bench = Workbench.of(handler())) {
      var _ = bench.start(shortArguments()).await();
      var _ = bench.start(longest()).awaitRunning(); // the node stops while it runs
    }
  }
}
