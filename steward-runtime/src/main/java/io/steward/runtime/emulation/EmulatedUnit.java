package io.steward.runtime.emulation;

import io.steward.api.NodeName;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.concurrent.Jitter;
import io.steward.runtime.concurrent.LoggedTask;
import io.steward.runtime.databind.Json;
import io.steward.runtime.databind.PlainData;
import io.steward.runtime.outbox.AnswerFactory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A unit that is indistinguishable from a node from outside. It can be started, stopped and killed
/// any number of times; its ledger and its outbox survive.
///
/// Safe for use by any thread.
final class EmulatedUnit {

  private static final Logger log = LoggerFactory.getLogger(EmulatedUnit.class);
  private static final Duration GAP_CHECK_INTERVAL = Duration.ofSeconds(30);
  private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
  private static final Duration PUBLISH_TIMEOUT = Duration.ofSeconds(5);

  private final NodeName name;
  private final Map<String, String> labels;
  private final SharedLink link;
  private final EmulationContext context;
  private final MemoryLedger ledger = new MemoryLedger();
  private final EmulatedOutbox outbox;
  private final EmulatedShell shell;
  private final EmulatedIntake intake;
  private volatile @Nullable UnitLifetime lifetime;

  EmulatedUnit(
      NodeName name, Map<String, String> labels, SharedLink link, EmulationContext context) {
    this.name = name;
    this.labels = labels;
    this.link = link;
    this.context = context;
    AnswerFactory answers = new AnswerFactory(link.addresses(), name, context.clock());
    this.outbox = new EmulatedOutbox(link.bus(), context.timers());
    this.shell = new EmulatedShell(ledger, outbox, answers, context.timers(), this::schedule);
    this.intake =
        new EmulatedIntake(
            name,
            link,
            new EmulatedAdmission(link.addresses(), answers, ledger, outbox, shell),
            this::isUp,
            this::schedule);
  }

  NodeName name() {
    return name;
  }

  Map<String, String> labels() {
    return labels;
  }

  boolean isUp() {
    return lifetime != null;
  }

  /// Starts the unit unless it is up.
  ///
  /// @return completes when the broker has stored its state, and all missed messages have been read
  synchronized CompletableFuture<Void> start() {
    UnitLifetime current = lifetime;
    if (current != null) {
      return current.up();
    }
    current = new UnitLifetime(context.clock().local().instant());
    lifetime = current;
    outbox.resume();
    shell.start();
    intake.linkRestored();
    link.connect(this);
    schedule();
    return current.up();
  }

  /// Ends the unit as `kill -9` ends a node: without announcing it.
  ///
  /// @return whether it was up
  synchronized boolean kill() {
    if (!goDown()) {
      return false;
    }
    outbox.pause();
    shell.kill();
    return true;
  }

  /// Shuts the unit down as a node does.
  ///
  /// @return completes when the broker has acknowledged its final state, or failed to; empty if it
  ///   was not up
  synchronized Optional<CompletableFuture<?>> stop() {
    UnitLifetime previous = lifetime;
    if (previous == null || !goDown()) {
      return Optional.empty();
    }
    shell.stop();
    return Optional.of(publishState(previous, true).handle((ack, failure) -> ack));
  }

  private boolean goDown() {
    UnitLifetime previous = lifetime;
    if (previous == null) {
      return false;
    }
    lifetime = null;
    link.disconnect(this);
    previous.up().completeExceptionally(new IOException(name + " stopped before it was up"));
    return true;
  }

  /// Makes every command fail from now on, or none.
  void fail(Optional<String> reason) {
    shell.fail(reason);
  }

  /// The commands that it has run since the program started.
  MemoryLedger.Runs runs() {
    return ledger.runs();
  }

  /// Receives a live message.
  void receive(InboundMessage message) {
    if (isUp()) {
      intake.receive(message);
    }
  }

  /// Messages may have been missed.
  ///
  /// @param reconnected whether the connection is a new one
  void suspectGap(boolean reconnected) {
    UnitLifetime current = lifetime;
    if (current == null) {
      return;
    }
    if (reconnected) {
      current.announced().set(false);
      intake.linkRestored();
      outbox.resume();
    } else {
      intake.suspectGap();
    }
    schedule();
  }

  private void schedule() {
    UnitLifetime current = lifetime;
    if (current != null && current.scheduled().compareAndSet(false, true)) {
      try {
        context.workers().execute(new LoggedTask(name + " of the emulation", () -> serve(current)));
      } catch (RejectedExecutionException closed) {
        log.debug("{} stops with the program", name);
      }
    }
  }

  private void serve(UnitLifetime current) {
    current.scheduled().set(false);
    if (current != lifetime) {
      return;
    }
    try {
      if (current.announced().compareAndSet(false, true)) {
        announce(current);
      }
      intake.catchUp();
      if (current.up().complete(null)) {
        scheduleHeartbeat(current);
        scheduleGapCheck(current);
      }
    } catch (IOException e) {
      log.debug("{} retries to catch up: {}", name, e.getMessage());
      var _ = context.timers().after(Jitter.atLeast(RETRY_DELAY), this::schedule);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void announce(UnitLifetime current) throws IOException, InterruptedException {
    Instant sentAt = context.clock().local().instant();
    long startNanos = System.nanoTime();
    try {
      var _ = publishState(current, false).get(PUBLISH_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      if (context.clock().offset().isEmpty()) {
        Duration roundTrip = Duration.ofNanos(System.nanoTime() - startNanos);
        context.clock().measure(link.bus(), name, sentAt, roundTrip);
      }
    } catch (ExecutionException | TimeoutException e) {
      current.announced().set(false);
      throw new IOException("the broker did not acknowledge the state of " + name, e);
    }
  }

  private void scheduleHeartbeat(UnitLifetime current) {
    Duration period = context.spec().heartbeat();
    var _ =
        context
            .timers()
            .after(
                period.minus(Jitter.below(period.dividedBy(10))),
                () -> {
                  if (current == lifetime) {
                    var _ = publishState(current, false);
                    scheduleHeartbeat(current);
                  }
                });
  }

  private void scheduleGapCheck(UnitLifetime current) {
    var _ =
        context
            .timers()
            .after(
                Jitter.atLeast(GAP_CHECK_INTERVAL),
                () -> {
                  if (current == lifetime) {
                    intake.check();
                    schedule();
                    scheduleGapCheck(current);
                  }
                });
  }

  private CompletableFuture<Bus.PublishAck> publishState(UnitLifetime current, boolean stopping) {
    EmulatedStateBuilder state =
        new EmulatedStateBuilder(
            name,
            labels,
            current.started(),
            shell.report(EmulatedAdmission.command(name).toString()));
    Object document = PlainData.of(state.document(context, stopping, ledger.size(), outbox.size()));
    return link.bus()
        .store(
            new OutboundMessage(
                link.addresses().unitSubject(name), Headers.NONE, Json.write(document)));
  }
}
