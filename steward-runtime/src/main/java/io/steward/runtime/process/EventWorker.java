package io.steward.runtime.process;

import io.steward.api.EventHandler;
import io.steward.api.State;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.UnusableBodyException;
import io.steward.runtime.databind.Binder;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.ledger.LedgerEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Handles the events of one subject, one at a time: each is acknowledged to the broker after the
/// handler has made it durable and the ledger has recorded it.
///
/// @param <A> the arguments of its handler
final class EventWorker<A extends Record> implements WorkerPool {

  private static final Logger log = LoggerFactory.getLogger(EventProcess.class);
  private static final Duration IN_PROGRESS_INTERVAL = Duration.ofSeconds(10);
  private static final Duration MIN_BACKOFF = Duration.ofMillis(200);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(30);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  private final EventSpec<A> spec;
  private final Host host;
  private final Bus bus;
  private final AdmissionPolicy policy;
  private final ProcessStats stats;
  private final Queue<InboundMessage> unstored;
  private final RestartPolicy restarts = new RestartPolicy(MIN_BACKOFF);
  private final Thread thread;
  private @Nullable EventHandler<A> handler;
  private String incarnation = "";
  private boolean processing;
  private boolean retired;

  /// @param unstored the events that are not stored in a stream
  EventWorker(
      EventSpec<A> spec, Host host, Bus bus, Queue<InboundMessage> unstored, ProcessStats stats) {
    this.spec = spec;
    this.host = host;
    this.stats = stats;
    this.bus = bus;
    this.unstored = unstored;
    this.policy = new AdmissionPolicy(host.clock());
    this.thread = Thread.ofVirtual().name(spec.subject().toString()).unstarted(this::run);
    this.thread.setContextClassLoader(spec.loader());
  }

  @Override
  public void start() {
    thread.start();
  }

  private void run() {
    Backoff backoff = new Backoff(host.timers(), MIN_BACKOFF, MAX_BACKOFF);
    try {
      while (!isRetired()) {
        try (Bus.DurableConsumer consumer = bus.consume(spec.subject())) {
          incarnation = bus.incarnation(host.answers().addresses().eventsStream());
          backoff.reset();
          receive(consumer);
        } catch (IOException e) {
          log.debug("{}: {}", spec.subject(), FailureReason.of(e));
          backoff.pause();
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void receive(Bus.DurableConsumer consumer) throws IOException, InterruptedException {
    while (!isRetired()) {
      InboundMessage unstoredMessage = unstored.peek();
      if (unstoredMessage != null && beginProcessing()) {
        try {
          process(unstoredMessage, () -> {});
          unstored.remove();
        } finally {
          endProcessing();
        }
      }
      if (unstoredMessage != null) {
        continue;
      }
      Optional<Bus.AckableMessage> next = consumer.next();
      if (next.isPresent() && beginProcessing()) {
        try {
          process(next.get().message(), next.get()::inProgress);
          next.get().acknowledge();
        } finally {
          endProcessing();
        }
      }
    }
  }

  private synchronized boolean isRetired() {
    return retired;
  }

  /// Begins to process an event, which is to be interrupted only if it takes too long.
  ///
  /// @return false if the worker is retired
  private synchronized boolean beginProcessing() {
    processing = !retired;
    return processing;
  }

  private synchronized void endProcessing() {
    processing = false;
  }

  private void process(InboundMessage inbound, Runnable inProgress)
      throws IOException, InterruptedException {
    AdmissionPolicy.Decision decision =
        policy.decide(inbound, spec.subject(), spec.from(), incarnation);
    switch (decision) {
      case AdmissionPolicy.Decision.Reject(
              LedgerEntry entry,
              State.Terminal state,
              String reason) ->
          conclude(entry, state, reason);
      case AdmissionPolicy.Decision.Accept(LedgerEntry entry) -> {
        if (host.ledger().state(entry.id()).isPresent()) {
          conclude(
              entry,
              State.InProgress.ACCEPTED,
              ""); // answered again, in case the broker has lost the answer
        } else {
          var keepAlive = host.timers().every(IN_PROGRESS_INTERVAL, inProgress);
          try {
            handle(entry);
          } finally {
            keepAlive.cancel(false);
          }
        }
      }
    }
  }

  private void handle(LedgerEntry entry) throws IOException, InterruptedException {
    A arguments;
    try {
      if (!host.arguments().fetch(entry)) {
        conclude(entry, State.Terminal.EXPIRED, "its body could not be fetched in time");
        return;
      }
      arguments = Binder.bind(host.arguments().read(entry), spec.arguments());
    } catch (UnusableBodyException e) {
      conclude(entry, State.Terminal.REJECTED, e.reason());
      return;
    } catch (ProblemsException e) {
      conclude(
          entry,
          State.Terminal.REJECTED,
          e.problems().stream().map(Object::toString).collect(Collectors.joining("; ")));
      return;
    } catch (RuntimeException e) { // thrown by the plugin's own record
      log.error("{}: the arguments record of {} is broken", entry.id(), spec.subject(), e);
      conclude(entry, State.Terminal.REJECTED, "broken: " + e);
      return;
    }
    stats.setState("running");
    Backoff backoff = new Backoff(host.timers(), MIN_BACKOFF, MAX_BACKOFF);
    while (!callHandler(entry, arguments)) {
      if (restarts.isExhausted()) {
        throw new InterruptedException("broken; the event stays in its stream");
      }
      stats.announceState("waiting to retry");
      endProcessing();
      backoff.pause();
      if (!beginProcessing()) {
        throw new InterruptedException("retired; the event stays in its stream");
      }
    }
    restarts.reset();
    conclude(entry, State.InProgress.ACCEPTED, "");
    stats.setState("idle");
  }

  private boolean callHandler(LedgerEntry entry, A arguments) throws InterruptedException {
    EventHandler<A> current = handler;
    try {
      if (current == null) {
        current = spec.handler().get();
        handler = current;
      }
      current.handle(arguments, host.context(entry));
      return true;
    } catch (InterruptedException stop) {
      throw stop;
    } catch (UncheckedIOException e) {
      recordFailure(entry, e); // the disk or the link failed, not the plugin
    } catch (Error | RuntimeException e) {
      handler = null;
      stats.countRestart();
      stats.recordError(FailureReason.broken(e, spec.loader()));
      log.error("{}: the handler of {} is broken", entry.id(), spec.subject(), e);
      var _ = restarts.recordFailure();
      if (restarts.isExhausted()) {
        stats.announceBroken(RestartPolicy.describe(e.toString()));
      }
    } catch (Exception e) {
      recordFailure(entry, e);
    }
    return false;
  }

  private void recordFailure(LedgerEntry entry, Exception e) {
    stats.recordError(FailureReason.of(e));
    log.warn("{} on {}: {}; retrying", entry.id(), spec.subject(), FailureReason.of(e));
  }

  private void conclude(LedgerEntry entry, State state, String reason) throws IOException {
    var answer =
        state instanceof State.Terminal terminal
            ? host.answers().terminal(entry, terminal, Map.of("reason", reason))
            : host.answers().accepted(entry);
    try {
      boolean isNew = host.ledger().concludeLater(entry, state, answer, Optional.empty()).join();
      host.arguments().discard(entry);
      if (isNew) {
        stats.recordOutcome(state, reason);
        host.metrics().stateReached(spec.subject().toString(), state);
      }
    } catch (CompletionException e) {
      throw new IOException("the ledger cannot be written", e);
    }
  }

  @Override
  public boolean retire(Duration gracePeriod) throws InterruptedException {
    synchronized (this) {
      retired = true;
      if (!processing) {
        thread.interrupt();
      }
    }
    if (thread.join(gracePeriod)) {
      return true;
    }
    thread.interrupt(); // its current event is redelivered
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
