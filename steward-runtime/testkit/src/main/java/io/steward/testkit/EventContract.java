package io.steward.testkit;

import io.steward.api.Answer;
import io.steward.api.EventHandler;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every handler of events keeps to. Its tests inherit this, as those of a command's inherit
/// {@link CommandContract}.
///
/// @param <A> the arguments of the handler
public abstract non-sealed class EventContract<A extends Record> extends MethodContract {

  /// For tests to inherit.
  protected EventContract() {}

  /// {@return a handler whose settings let it take events here; another instance at each call}
  protected abstract EventHandler<A> handler();

  /// {@return an event that it takes}
  protected abstract A event();

  @Override
  final Object subject() {
    return handler();
  }

  /// `steward describe` has something to say of each part of an event.
  @Test
  public final void saysWhatItsEventsMean() {
    described(event().getClass());
  }

  /// Events are what they were after they have been written and read.
  ///
  /// @throws Exception when it does not
  @Test
  public final void readsItsEventsAsTheyAreWritten() throws Exception {
    survives(event());
  }

  /// An event with a part that there is not is refused.
  @Test
  public final void refusesAnEventWithAPartThatThereIsNot() {
    try (Workbench bench = Workbench.of(handler())) {
      refusedTheStranger(bench.start(withAStranger(event())).await());
    }
  }

  /// An event is acknowledged, once, and so is the next.
  @Test
  public final void acknowledgesAnEventOnce() {
    try (Workbench bench = Workbench.of(handler())) {
      acknowledged(bench.start(event()).await());
      acknowledged(bench.start(event()).await());
    }
  }

  private static void acknowledged(Run run) {
    List<Answer> answers = run.answers();
    if (answers.size() != 1 || !(answers.getFirst() instanceof Answer.Accepted)) {
      throw new AssertionError("it was not accepted, and nothing else: " + answers);
    }
  }

  @Override
  final void work() {
    try (Workbench bench = Workbench.of(handler())) {
      var _ = bench.start(event()).await();
    }
  }
}
