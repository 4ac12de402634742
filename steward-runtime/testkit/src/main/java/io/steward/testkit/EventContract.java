package io.steward.testkit;

import io.steward.api.Answer;
import io.steward.api.EventHandler;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The contract of every event handler. A test of a handler inherits it, as tests of command
/// handlers inherit {@link CommandContract}.
///
/// @param <A> the handler's arguments
public abstract non-sealed class EventContract<A extends Record> extends MethodContract {

  /// For subclasses.
  protected EventContract() {}

  /// {@return a new handler at each call, with settings that let it handle events in the test}
  protected abstract EventHandler<A> handler();

  /// {@return an event that the handler accepts}
  protected abstract A event();

  @Override
  final Object subject() {
    return handler();
  }

  /// `steward describe` has a description of every field of an event.
  @Test
  public final void describesItsEvents() {
    described(event().getClass());
  }

  /// Events are unchanged after they have been written and read.
  ///
  /// @throws Exception when they are not
  @Test
  public final void eventsSurviveSerialization() throws Exception {
    survives(event());
  }

  /// An event with an unknown field is rejected.
  @Test
  public final void rejectsAnUnknownField() {
    try (Workbench bench = Workbench.of(handler())) {
      assertUnknownKeyRejected(bench.start(withUnknownKey(event())).await());
    }
  }

  /// An event is acknowledged exactly once, and so is the next.
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
      throw new AssertionError("expected accepted and nothing else: " + answers);
    }
  }

  @Override
  final void work() {
    try (Workbench bench = Workbench.of(handler())) {
      var _ = bench.start(event()).await();
    }
  }
}
