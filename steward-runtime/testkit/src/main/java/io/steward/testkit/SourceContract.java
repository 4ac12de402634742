package io.steward.testkit;

import io.steward.api.Answer;
import io.steward.api.EventHandler;
import io.steward.api.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// What every source keeps to. Its tests inherit this:
///
/// ```java
/// class UptimeSourceTest extends SourceContract {
///
///   @Override
///   protected UptimeSource source() {
///     return new UptimeSource(Duration.ofHours(1));
///   }
///
///   @Override
///   protected void happen(SourceStand stand) {
///     // it tells something whenever it is started
///   }
/// }
/// ```
public abstract non-sealed class SourceContract extends MethodContract {

  /// For tests to inherit.
  protected SourceContract() {}

  /// {@return a source whose settings let it run here; another instance at each call}
  protected abstract Source source();

  /// Makes something happen that the source tells, by an event or a fact, when it has just been
  /// started; does nothing when it tells something at each start.
  ///
  /// @param stand on which the source runs; its status may have to be waited for
  /// @throws Exception when it could not; the test fails then
  protected abstract void happen(SourceStand stand) throws Exception;

  @Override
  final Object subject() {
    return source();
  }

  private static int told(SourceStand stand) {
    return stand.events().size() + stand.facts().size();
  }

  /// Makes something happen, and waits until the source has told it.
  private void tell(SourceStand stand, int before) throws Exception {
    happen(stand);
    var _ =
        Patience.await(
            "what the source has to tell (it says: " + stand.status() + ")",
            () -> told(stand) > before ? Optional.of(true) : Optional.empty());
  }

  /// What happens is told: by events that are stored, or by facts.
  ///
  /// @throws Exception when it does not
  @Test
  public final void tellsWhatHappens() throws Exception {
    Source source = source();
    try (SourceStand stand = Workbench.of(source)) {
      tell(stand, 0);
      if (!source.sends()) {
        equal(List.of(), stand.events(), "what is sent by a source that says it sends nothing");
      }
    }
  }

  /// Where the plugin has a handler of the method's events, it takes what the source sends.
  ///
  /// @throws Exception when it does not
  @Test
  public final void isUnderstoodByTheHandlerOfItsEvents() throws Exception {
    Source source = source();
    Optional<EventHandler<?>> receiver = Provided.receiver(source.method(), source.getClass());
    Assumptions.assumeTrue(receiver.isPresent(), "the plugin has no handler of these events");
    List<Map<String, Object>> events;
    try (SourceStand stand = Workbench.of(source)) {
      tell(stand, 0);
      events = stand.events();
    }
    try (Workbench bench = Workbench.of(receiver.orElseThrow())) {
      for (Map<String, Object> event : events) {
        Run run = bench.start((Object) event).await();
        if (!(run.answers().getLast() instanceof Answer.Accepted)) {
          throw new AssertionError(
              "its own handler says " + run.state().word() + ", " + run.reason() + ": " + event);
        }
      }
    }
  }

  /// After its node was stopped and started, it tells again.
  ///
  /// @throws Exception when it does not
  @Test
  public final void goesOnWhenItsNodeIsStartedAgain() throws Exception {
    try (SourceStand stand = Workbench.of(source())) {
      tell(stand, 0);
      stand.stop();
      int before = stand.events().size();
      stand.start(source());
      tell(stand, before);
    }
  }

  /// While the disk is full nothing can be sent; when there is room again, it is.
  ///
  /// @throws Exception when it does not
  @Test
  public final void outlivesAFullDisk() throws Exception {
    try (SourceStand stand = Workbench.of(sending())) {
      stand.stop();
      int before = told(stand);
      stand.fillDisk(); // also for what it tells when it is started
      stand.start();
      happen(stand);
      stand.awaitRefusal();
      stand.makeRoom();
      var _ =
          Patience.await(
              "an event after the disk has room (it says: " + stand.status() + ")",
              () -> told(stand) > before ? Optional.of(true) : Optional.empty());
    }
  }

  /// A source that waits for room in the outbox is stopped as any other.
  ///
  /// @throws Exception when it does not
  @Test
  public final void isStoppedWhileTheOutboxIsFull() throws Exception {
    ThreadCensus before = ThreadCensus.take();
    try (SourceStand stand = Workbench.of(sending())) {
      stand.stop();
      stand.fillOutbox();
      stand.start();
      happen(stand);
      stand.awaitRefusal();
      stand.stop();
    }
    before.awaitNoMore();
  }

  private Source sending() {
    Source source = source();
    Assumptions.assumeTrue(source.sends(), "it sends no events");
    return source;
  }

  @Override
  final void work() throws Exception {
    try (SourceStand stand = Workbench.of(source())) {
      tell(stand, 0);
      stand.stop();
    }
  }
}
