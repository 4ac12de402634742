package io.steward.runtime.process;

import io.steward.api.EventHandler;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.binding.Binder;
import io.steward.runtime.binding.ProblemsException;
import io.steward.runtime.bus.BodyUnusableException;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Delivery;
import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import io.steward.runtime.ledger.Entry;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Receives the events of one subject, one after the other: each is acknowledged to the broker
/// after the handler has made it durable and the ledger knows.
///
/// @param <A> the arguments of its handler
final class EventProcess<A> implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EventProcess.class);
  private static final Duration IN_PROGRESS = Duration.ofSeconds(10);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration STOP = Duration.ofSeconds(5);
  private static final int UNSTORED = 1000;

  private final EventSpec<A> spec;
  private final Host host;
  private final Bus bus;
  private final Reception reception;
  private final Tally tally;
  private final ArrayBlockingQueue<Delivery> unstored = new ArrayBlockingQueue<>(UNSTORED);
  private final Thread thread;
  private @Nullable EventHandler<A> handler;
  private String incarnation = "";
  private Bus.@Nullable Listening listening;

  EventProcess(EventSpec<A> spec, Host host, Bus bus) {
    this.spec = spec;
    this.host = host;
    this.tally = new Tally(host.changes());
    this.bus = bus;
    this.reception = new Reception(host.clock());
    this.thread = Thread.ofVirtual().name(spec.subject().toString()).unstarted(this::work);
    this.thread.setContextClassLoader(spec.loader());
  }

  void start() {
    listening =
        bus.listen(
            spec.subject().toString(),
            delivery -> {
              // what is stored comes through the intake; this is for whoever does not store
              if (!delivery.isStored() && !unstored.offer(delivery)) {
                log.warn("{}: an event that was not stored is dropped", spec.subject());
              }
            });
    thread.start();
  }

  Subject subject() {
    return spec.subject();
  }

  /// How it is.
  ProcessReport report() {
    return tally.report(spec.subject().toString(), unstored.size());
  }

  private void work() {
    Pause pause = new Pause(SHORTEST_PAUSE, LONGEST_PAUSE);
    try {
      while (!Thread.currentThread().isInterrupted()) {
        try (Bus.Intake intake = bus.intake(spec.subject())) {
          incarnation = bus.incarnation(host.answers().addresses().eventsStream());
          pause.reset();
          receive(intake);
        } catch (IOException e) {
          log.debug("{}: {}", spec.subject(), Reason.of(e));
          pause.take();
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void receive(Bus.Intake intake) throws IOException, InterruptedException {
    while (true) {
      for (Delivery live = unstored.poll(); live != null; live = unstored.poll()) {
        settle(live, () -> {});
      }
      Optional<Bus.Held> held = intake.next();
      if (held.isPresent()) {
        settle(held.get().delivery(), held.get()::inProgress);
        held.get().acknowledge();
      }
    }
  }

  private void settle(Delivery delivery, Runnable inProgress)
      throws IOException, InterruptedException {
    Reception.Judgement judgement =
        reception.judge(delivery, spec.subject(), spec.from(), incarnation);
    switch (judgement) {
      case Reception.Judgement.Refuse(Entry entry, State.Last state, String reason) ->
          conclude(entry, state, reason);
      case Reception.Judgement.Accept(Entry entry) -> {
        if (host.ledger().state(entry.id()).isPresent()) {
          conclude(entry, State.Open.ACCEPTED, ""); // said again, if the broker has lost it
        } else {
          var alive = host.deadlines().every(IN_PROGRESS, inProgress);
          try {
            handle(entry);
          } finally {
            alive.cancel(false);
          }
        }
      }
    }
  }

  private void handle(Entry entry) throws IOException, InterruptedException {
    A arguments;
    try {
      if (!host.arguments().bring(entry)) {
        conclude(entry, State.Last.EXPIRED, "its body could not be fetched in time");
        return;
      }
      arguments = Binder.bind(host.arguments().read(entry), spec.arguments());
    } catch (BodyUnusableException e) {
      conclude(entry, State.Last.REJECTED, e.reason());
      return;
    } catch (ProblemsException e) {
      conclude(
          entry,
          State.Last.REJECTED,
          e.problems().stream().map(Object::toString).collect(Collectors.joining("; ")));
      return;
    } catch (RuntimeException e) { // of the plugin's own records
      log.error("{}: the arguments of {} are broken", entry.id(), spec.subject(), e);
      conclude(entry, State.Last.REJECTED, "broken: " + e);
      return;
    }
    tally.is("running");
    Pause pause = new Pause(SHORTEST_PAUSE, LONGEST_PAUSE);
    while (!attempt(entry, arguments)) {
      tally.stays("waiting to try again");
      pause.take();
    }
    conclude(entry, State.Open.ACCEPTED, "");
    tally.is("idle");
  }

  private boolean attempt(Entry entry, A arguments) throws InterruptedException {
    EventHandler<A> now = handler;
    try {
      if (now == null) {
        now = spec.handler().get();
        handler = now;
      }
      now.handle(
          arguments,
          new RunContext(
              entry,
              host.clock().instant().plus(Duration.ofDays(1)),
              OutputStream.nullOutputStream(),
              OutputStream.nullOutputStream(),
              host.folder(spec.subject()),
              host.outbox()));
      return true;
    } catch (InterruptedException stop) {
      throw stop;
    } catch (Error | RuntimeException e) {
      handler = null;
      tally.restarted();
      tally.error("broken: " + e);
      log.error("{}: {} is broken", entry.id(), spec.subject(), e);
    } catch (Exception e) {
      tally.error(Reason.of(e));
      log.warn("{} on {}: {}; trying again", entry.id(), spec.subject(), Reason.of(e));
    }
    return false;
  }

  private void conclude(Entry entry, State state, String reason) throws IOException {
    var answer =
        state instanceof State.Last last
            ? host.answers().last(entry, last, Map.of("reason", reason))
            : host.answers().accepted(entry);
    try {
      boolean fresh = host.ledger().concludeLater(entry, state, answer, Optional.empty()).join();
      host.arguments().dismiss(entry);
      if (fresh) {
        tally.ended(state, reason);
        host.meter().reached(spec.subject().toString(), state);
      }
    } catch (CompletionException e) {
      throw new IOException("the ledger cannot be written", e);
    }
  }

  @Override
  public void close() {
    var now = listening;
    if (now != null) {
      now.close();
    }
    thread.interrupt();
    try {
      if (!thread.join(STOP)) {
        log.error("broken: the handler of {} ignored its interrupt", spec.subject());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
