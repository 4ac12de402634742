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
import java.io.OutputStream;
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

/// Receives the events of one subject, one after the other: each is acknowledged to the broker
/// after the handler has made it durable and the ledger knows.
///
/// @param <A> the arguments of its handler
final class EventWorker<A> implements WorkerPool {

  private static final Logger log = LoggerFactory.getLogger(EventProcess.class);
  private static final Duration IN_PROGRESS = Duration.ofSeconds(10);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration STOP = Duration.ofSeconds(5);

  private final EventSpec<A> spec;
  private final Host host;
  private final Bus bus;
  private final AdmissionPolicy policy;
  private final ProcessStats stats;
  private final Queue<InboundMessage> unstored;
  private final RestartPolicy restarts = new RestartPolicy(SHORTEST_PAUSE);
  private final Thread thread;
  private @Nullable EventHandler<A> handler;
  private String incarnation = "";
  private boolean settling;
  private boolean retired;

  /// @param unstored what came without being stored
  EventWorker(
      EventSpec<A> spec, Host host, Bus bus, Queue<InboundMessage> unstored, ProcessStats stats) {
    this.spec = spec;
    this.host = host;
    this.stats = stats;
    this.bus = bus;
    this.unstored = unstored;
    this.policy = new AdmissionPolicy(host.clock());
    this.thread = Thread.ofVirtual().name(spec.subject().toString()).unstarted(this::work);
    this.thread.setContextClassLoader(spec.loader());
  }

  @Override
  public void start() {
    thread.start();
  }

  private void work() {
    Backoff backoff = new Backoff(host.timers(), SHORTEST_PAUSE, LONGEST_PAUSE);
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
      InboundMessage live = unstored.peek();
      if (live != null && begin()) {
        try {
          settle(live, () -> {});
          unstored.remove();
        } finally {
          done();
        }
      }
      if (live != null) {
        continue;
      }
      Optional<Bus.AckableMessage> held = consumer.next();
      if (held.isPresent() && begin()) {
        try {
          settle(held.get().message(), held.get()::inProgress);
          held.get().acknowledge();
        } finally {
          done();
        }
      }
    }
  }

  private synchronized boolean isRetired() {
    return retired;
  }

  /// Begins to settle something, which is to be interrupted only when it takes too long.
  ///
  /// @return false when nothing is to be begun any more
  private synchronized boolean begin() {
    settling = !retired;
    return settling;
  }

  private synchronized void done() {
    settling = false;
  }

  private void settle(InboundMessage delivery, Runnable inProgress)
      throws IOException, InterruptedException {
    AdmissionPolicy.Decision decision =
        policy.judge(delivery, spec.subject(), spec.from(), incarnation);
    switch (decision) {
      case AdmissionPolicy.Decision.Refuse(
              LedgerEntry entry,
              State.Terminal state,
              String reason) ->
          conclude(entry, state, reason);
      case AdmissionPolicy.Decision.Accept(LedgerEntry entry) -> {
        if (host.ledger().state(entry.id()).isPresent()) {
          conclude(entry, State.InProgress.ACCEPTED, ""); // said again, if the broker has lost it
        } else {
          var alive = host.timers().every(IN_PROGRESS, inProgress);
          try {
            handle(entry);
          } finally {
            alive.cancel(false);
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
    } catch (RuntimeException e) { // of the plugin's own records
      log.error("{}: the arguments of {} are broken", entry.id(), spec.subject(), e);
      conclude(entry, State.Terminal.REJECTED, "broken: " + e);
      return;
    }
    stats.is("running");
    Backoff backoff = new Backoff(host.timers(), SHORTEST_PAUSE, LONGEST_PAUSE);
    while (!attempt(entry, arguments)) {
      if (restarts.isExhausted()) {
        throw new InterruptedException("broken; the event stays in its stream");
      }
      stats.stays("waiting to try again");
      done();
      backoff.pause();
      if (!begin()) {
        throw new InterruptedException("retired; the event stays in its stream");
      }
    }
    restarts.reset();
    conclude(entry, State.InProgress.ACCEPTED, "");
    stats.is("idle");
  }

  private boolean attempt(LedgerEntry entry, A arguments) throws InterruptedException {
    EventHandler<A> now = handler;
    try {
      if (now == null) {
        now = spec.handler().get();
        handler = now;
      }
      now.handle(
          arguments,
          new HandlerContext(
              entry,
              host.clock().instant().plus(Duration.ofDays(1)),
              OutputStream.nullOutputStream(),
              OutputStream.nullOutputStream(),
              host.folder(spec.subject()),
              host.outbox(),
              host.objects()));
      return true;
    } catch (InterruptedException stop) {
      throw stop;
    } catch (UncheckedIOException e) {
      fail(entry, e); // it is the disk's, or the link's
    } catch (Error | RuntimeException e) {
      handler = null;
      stats.restarted();
      stats.error(FailureReason.broken(e, spec.loader()));
      log.error("{}: {} is broken", entry.id(), spec.subject(), e);
      var _ = restarts.nextPause();
      if (restarts.isExhausted()) {
        stats.breaks(RestartPolicy.describe(e.toString()));
      }
    } catch (Exception e) {
      fail(entry, e);
    }
    return false;
  }

  private void fail(LedgerEntry entry, Exception e) {
    stats.error(FailureReason.of(e));
    log.warn("{} on {}: {}; trying again", entry.id(), spec.subject(), FailureReason.of(e));
  }

  private void conclude(LedgerEntry entry, State state, String reason) throws IOException {
    var answer =
        state instanceof State.Terminal terminal
            ? host.answers().terminal(entry, terminal, Map.of("reason", reason))
            : host.answers().accepted(entry);
    try {
      boolean fresh = host.ledger().concludeLater(entry, state, answer, Optional.empty()).join();
      host.arguments().discard(entry);
      if (fresh) {
        stats.ended(state, reason);
        host.metrics().stateReached(spec.subject().toString(), state);
      }
    } catch (CompletionException e) {
      throw new IOException("the ledger cannot be written", e);
    }
  }

  @Override
  public boolean retire(Duration patience) throws InterruptedException {
    synchronized (this) {
      retired = true;
      if (!settling) {
        thread.interrupt();
      }
    }
    if (thread.join(patience)) {
      return true;
    }
    thread.interrupt(); // what it was at is delivered again
    boolean gone = thread.join(STOP);
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
