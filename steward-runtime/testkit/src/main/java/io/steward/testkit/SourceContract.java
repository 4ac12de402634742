package io.steward.testkit;

import io.steward.api.Answer;
import io.steward.api.EventHandler;
import io.steward.api.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The contract of every source. A test of a source inherits it:
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
///   protected void causeEvent(SourceStand stand) {
///     // it sends an event whenever it is started
///   }
/// }
/// ```
public abstract non-sealed class SourceContract extends MethodContract {

  /// For subclasses.
  protected SourceContract() {}

  /// {@return a new source at each call, with settings that let it run in the test}
  protected abstract Source source();

  /// Causes something about which the source, which has just been started, sends an event or
  /// reports a fact; does nothing when the source does so at each start.
  ///
  /// @param stand on which the source runs; it may be necessary to wait for a certain status
  /// @throws Exception when that fails; the test fails then
  protected abstract void causeEvent(SourceStand stand) throws Exception;

  @Override
  final Object subject() {
    return source();
  }

  private static int reportCount(SourceStand stand) {
    return stand.events().size() + stand.facts().size();
  }

  /// Causes something, and waits until the source has reported it.
  private void awaitReport(SourceStand stand, int before) throws Exception {
    causeEvent(stand);
    var _ =
        Poll.await(
            "event or fact from the source (status: " + stand.status() + ")",
            () -> reportCount(stand) > before ? Optional.of(true) : Optional.empty());
  }

  /// The source reports what happens, by stored events or by facts.
  ///
  /// @throws Exception when it does not
  @Test
  public final void reportsWhatHappens() throws Exception {
    Source source = source();
    try (SourceStand stand = Workbench.of(source)) {
      awaitReport(stand, 0);
      if (!source.sends()) {
        assertEqual(
            List.of(), stand.events(), "the events of a source that declares it sends none");
      }
    }
  }

  /// If the plugin has a handler of the method's events, it accepts what the source sends.
  ///
  /// @throws Exception when it does not
  @Test
  public final void itsHandlerAcceptsItsEvents() throws Exception {
    Source source = source();
    Optional<EventHandler<?>> receiver = Provided.receiver(source.method(), source.getClass());
    Assumptions.assumeTrue(receiver.isPresent(), "the plugin has no handler of these events");
    List<Map<String, Object>> events;
    try (SourceStand stand = Workbench.of(source)) {
      awaitReport(stand, 0);
      events = stand.events();
    }
    try (Workbench bench = Workbench.of(receiver.orElseThrow())) {
      for (Map<String, Object> event : events) {
        Run run = bench.start((Object) event).await();
        if (!(run.answers().getLast() instanceof Answer.Accepted)) {
          throw new AssertionError(
              "its own handler answers " + run.state().word() + ", " + run.reason() + ": " + event);
        }
      }
    }
  }

  /// It reports again after its node has been restarted.
  ///
  /// @throws Exception when it does not
  @Test
  public final void continuesAfterARestart() throws Exception {
    try (SourceStand stand = Workbench.of(source())) {
      awaitReport(stand, 0);
      stand.stop();
      int before = stand.events().size();
      stand.start(source());
      awaitReport(stand, before);
    }
  }

  /// It sends nothing while the disk is full, and continues when there is space again.
  ///
  /// @throws Exception when it does not
  @Test
  public final void survivesAFullDisk() throws Exception {
    try (SourceStand stand = Workbench.of(sendingSource())) {
      stand.stop();
      int before = reportCount(stand);
      stand.fillDisk(); // before what it sends at its start
      stand.start();
      causeEvent(stand);
      stand.awaitRefusal();
      stand.makeRoom();
      var _ =
          Poll.await(
              "event after the disk has space (status: " + stand.status() + ")",
              () -> reportCount(stand) > before ? Optional.of(true) : Optional.empty());
    }
  }

  /// A source that waits for space in the outbox can be stopped.
  ///
  /// @throws Exception when it does not
  @Test
  public final void stopsWhileTheOutboxIsFull() throws Exception {
    ThreadCensus before = ThreadCensus.take();
    try (SourceStand stand = Workbench.of(sendingSource())) {
      stand.stop();
      stand.fillOutbox();
      stand.start();
      causeEvent(stand);
      stand.awaitRefusal();
      stand.stop();
    }
    before.awaitNoMore();
  }

  private Source sendingSource() {
    Source source = source();
    Assumptions.assumeTrue(source.sends(), "it sends no events");
    return source;
  }

  @Override
  final void exercise() throws Exception {
    try (SourceStand stand = Workbench.of(source())) {
      awaitReport(stand, 0);
      stand.stop();
    }
  }
}
