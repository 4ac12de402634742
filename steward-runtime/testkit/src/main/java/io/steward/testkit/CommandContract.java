package io.steward.testkit;

import io.steward.api.Answer;
import io.steward.api.CommandHandler;
import io.steward.api.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every handler of commands keeps to. Its tests inherit this:
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
///   protected Head.Arguments brief() {
///     return new Head.Arguments(Path.of("pom.xml"), Optional.empty());
///   }
///
///   @Override
///   protected Optional<Head.Arguments> lasting() {
///     return Optional.empty();
///   }
/// }
/// ```
///
/// @param <A> the arguments of the handler
public abstract non-sealed class CommandContract<A extends Record> extends MethodContract {

  private static final Duration SHORT = Duration.ofMillis(200);
  private static final String BROKEN = "broken";

  /// For tests to inherit.
  protected CommandContract() {}

  /// {@return a handler whose settings let its commands run here; another instance at each call}
  protected abstract CommandHandler<A> handler();

  /// {@return arguments of a command that soon ends by itself}
  protected abstract A brief();

  /// {@return arguments of a command that goes on for minutes if it is not interrupted; nothing
  /// when no command takes that long}
  protected abstract Optional<A> lasting();

  @Override
  final Object subject() {
    return handler();
  }

  private A longest() {
    return lasting().orElseGet(this::brief);
  }

  /// A command that was interrupted has ended for it, or, when none takes long, perhaps before.
  private void endedBy(State.Terminal interrupt, Run run) {
    followsTheGrammar(run);
    if (lasting().isPresent()) {
      equal(interrupt, run.state(), "the end of an interrupted command");
    }
  }

  private static void followsTheGrammar(Run run) {
    List<Answer> answers = run.answers();
    boolean inOrder =
        answers.size() >= 3
            && answers.get(0) instanceof Answer.Accepted
            && answers.get(1) instanceof Answer.Running
            && answers.subList(2, answers.size() - 1).stream()
                .allMatch(Answer.Output.class::isInstance)
            && answers.getLast() instanceof Answer.Outcome;
    if (!inOrder) {
      throw new AssertionError("not accepted, running, output and one end: " + answers);
    }
    if (run.reason().startsWith(BROKEN)) {
      throw new AssertionError("the handler is at fault: " + run.reason());
    }
  }

  /// `steward describe` has something to say of each argument.
  @Test
  public final void saysWhatItsArgumentsMean() {
    described(brief().getClass());
  }

  /// Arguments are what they were after they have been written and read.
  ///
  /// @throws Exception when it does not
  @Test
  public final void readsItsArgumentsAsTheyAreWritten() throws Exception {
    survives(brief());
    survives(longest());
  }

  /// An argument that there is not is refused, and nothing is run.
  @Test
  public final void refusesAnArgumentThatThereIsNot() {
    try (Workbench bench = Workbench.of(handler())) {
      refusedTheStranger(bench.start(withAStranger(brief())).await());
    }
  }

  /// An exchange is accepted, running, output and one end.
  @Test
  public final void keepsToTheGrammarOfAnExchange() {
    try (Workbench bench = Workbench.of(handler())) {
      Run run = bench.start(brief()).await();
      followsTheGrammar(run);
      if (run.state() != State.Terminal.SUCCEEDED && run.state() != State.Terminal.FAILED) {
        throw new AssertionError("a command that was left alone has " + run.state().word());
      }
    }
  }

  /// A command that is cancelled ends within the grace.
  @Test
  public final void endsWhenItIsCancelled() {
    try (Workbench bench = Workbench.of(handler())) {
      endedBy(State.Terminal.CANCELLED, bench.start(longest()).awaitRunning().cancel().await());
    }
  }

  /// A command whose time is up ends within the grace.
  @Test
  public final void endsWhenItsTimeIsUp() {
    try (Workbench bench = Workbench.of(handler())) {
      endedBy(State.Terminal.TIMED_OUT, bench.within(SHORT).start(longest()).await());
    }
  }

  /// The next command is executed as if the one before had not been interrupted.
  @Test
  public final void goesOnAfterAnInterrupt() {
    try (Workbench bench = Workbench.of(handler())) {
      State alone = bench.start(brief()).await().state();
      var _ = bench.start(longest()).awaitRunning().cancel().await();
      equal(alone, bench.start(brief()).await().state(), "the end after an interrupted command");
    }
  }

  @Override
  final void work() {
    try (Workbench bench = Workbench.of(handler())) {
      var _ = bench.start(brief()).await();
      var _ = bench.start(longest()).awaitRunning(); // the node stops while it runs
    }
  }
}
