package io.steward.runtime.process;

import io.steward.api.EventHandler;
import io.steward.api.EventRejectedException;
import io.steward.api.State;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.concurrent.Backoff;
import io.steward.runtime.concurrent.SupervisedThread;
import io.steward.runtime.engine.WorkGate;
import io.steward.runtime.intake.EventIntake;
import io.steward.runtime.intake.EventIntake.Conclusion;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.objects.UnusableBodyException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Handles the events of one subject, one at a time, and retries each until the handler has made it
/// durable.
///
/// @param <A> the arguments of its handler
final class EventWorker<A extends Record> implements WorkerPool, EventIntake.Receiver {

  private static final Logger log = LoggerFactory.getLogger(EventWorker.class);
  private static final Duration MIN_BACKOFF = Duration.ofMillis(200);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(30);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  private static final String UNASKED_INTERRUPT = "interrupted, though nobody asked for it";

  private final EventSpec<A> spec;
  private final ProcessHost host;
  private final EventIntake intake;
  private final ProcessStats stats;
  private final Queue<InboundMessage> unstored;
  private final RestartPolicy restarts = new RestartPolicy();
  private final WorkGate gate = new WorkGate();
  private final SupervisedThread thread;
  private @Nullable EventHandler<A> handler;

  /// @param unstored the events that are not stored in a stream
  EventWorker(
      EventSpec<A> spec,
      ProcessHost host,
      Bus bus,
      Queue<InboundMessage> unstored,
      ProcessStats stats) {
    this.spec = spec;
    this.host = host;
    this.stats = stats;
    this.unstored = unstored;
    this.intake = new EventIntake(host.intake(), bus, spec.subject(), spec.from());
    this.thread =
        SupervisedThread.virtual(spec.subject().toString(), host.engine().failures(), this::run);
    this.thread.setContextClassLoader(spec.handlers().loader());
  }

  @Override
  public void start() {
    thread.start();
  }

  private void run() throws InterruptedException {
    try {
      intake.run(unstored, gate, this);
    } catch (InterruptedException e) {
      if (!restarts.isExhausted() && !gate.isClosed()) {
        throw e;
      }
    }
  }

  @Override
  public Conclusion receive(LedgerEntry entry) throws IOException, InterruptedException {
    return host.poison()
        .guard(
            entry,
            host.arguments().fetchedPath(entry),
            () -> handle(entry),
            reason -> new Conclusion(State.Terminal.REJECTED, reason));
  }

  private Conclusion handle(LedgerEntry entry) throws IOException, InterruptedException {
    try {
      if (!host.arguments().fetch(entry)) {
        return new Conclusion(State.Terminal.EXPIRED, "its body could not be fetched in time");
      }
    } catch (UnusableBodyException e) {
      return new Conclusion(State.Terminal.REJECTED, e.reason());
    }
    return switch (BoundArguments.of(entry, host.arguments(), spec.handlers().arguments())) {
      case BoundArguments.Invalid<A>(String reason) ->
          new Conclusion(State.Terminal.REJECTED, reason);
      case BoundArguments.Valid<A>(A arguments) -> handleUntilDurable(entry, arguments);
    };
  }

  private Conclusion handleUntilDurable(LedgerEntry entry, A arguments)
      throws InterruptedException {
    stats.setState("running");
    Backoff backoff = new Backoff(MIN_BACKOFF, MAX_BACKOFF);
    Optional<Conclusion> conclusion = callHandler(entry, arguments);
    while (conclusion.isEmpty()) {
      if (restarts.isExhausted()) {
        throw new InterruptedException("broken; the event stays in its stream");
      }
      stats.announceState("waiting to retry");
      gate.leave();
      host.engine().timers().sleep(backoff.next());
      if (!gate.enter()) {
        throw new InterruptedException("retired; the event stays in its stream");
      }
      conclusion = callHandler(entry, arguments);
    }
    restarts.reset();
    stats.setState("idle");
    return conclusion.get();
  }

  @Override
  public void ended(Conclusion conclusion) {
    stats.recordOutcome(conclusion.state(), conclusion.reason());
  }

  /// Calls the handler once.
  ///
  /// @return empty if the event is to be retried
  private Optional<Conclusion> callHandler(LedgerEntry entry, A arguments)
      throws InterruptedException {
    PluginCall<Conclusion> call =
        PluginCall.of(
            spec.handlers().loader(),
            () -> {
              try {
                handler().handle(arguments, host.services().context(entry));
                return Conclusion.ACCEPTED;
              } catch (EventRejectedException e) {
                return new Conclusion(State.Terminal.REJECTED, FailureReason.of(e));
              }
            });
    switch (call) {
      case PluginCall.Returned<Conclusion>(Conclusion conclusion) -> {
        return Optional.of(conclusion);
      }
      case PluginCall.Interrupted<Conclusion>() -> {
        if (gate.isClosed()) {
          throw new InterruptedException("the event stays in its stream");
        }
        stats.recordError(UNASKED_INTERRUPT);
        log.warn("{} on {}: {}; retrying", entry.id(), spec.subject(), UNASKED_INTERRUPT);
      }
      case PluginCall.Failed<Conclusion>(String reason) -> {
        stats.recordError(reason);
        log.warn("{} on {}: {}; retrying", entry.id(), spec.subject(), reason);
      }
      case PluginCall.Broken<Conclusion>(String reason, Throwable cause) -> {
        handler = null;
        stats.countRestart();
        stats.recordError(reason);
        log.error("{}: the handler of {} is broken", entry.id(), spec.subject(), cause);
        var _ = restarts.recordFailure();
        if (restarts.isExhausted()) {
          stats.announceBroken(RestartPolicy.describe(cause.toString()));
        }
      }
    }
    return Optional.empty();
  }

  /// The handler, created if there is none or it was dropped.
  private EventHandler<A> handler() {
    EventHandler<A> current = handler;
    if (current == null) {
      current = spec.handlers().create();
      handler = current;
    }
    return current;
  }

  @Override
  public boolean retire(Duration gracePeriod) throws InterruptedException {
    if (!gate.close()) {
      thread.requestStop();
    }
    if (thread.join(gracePeriod)) {
      return true;
    }
    thread.requestStop(); // its current event is redelivered
    boolean gone = thread.join(STOP_TIMEOUT);
    if (!gone) {
      log.error("broken: the handler of {} ignored its interrupt", spec.subject());
    }
    return gone;
  }

  @Override
  public void close() {
    try {
      var _ = retire(Duration.ofNanos(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
