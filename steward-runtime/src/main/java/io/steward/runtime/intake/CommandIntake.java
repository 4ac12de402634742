package io.steward.runtime.intake;

import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.concurrent.Jitter;
import io.steward.runtime.concurrent.ThreadStop;
import io.steward.runtime.engine.Timers;
import io.steward.runtime.ledger.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves this node's commands from the bus into the ledger and the mailboxes: live as they arrive,
/// and from the stream whenever some may have been missed.
public final class CommandIntake implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CommandIntake.class);
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(30);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration LEDGER_RETRY = Duration.ofSeconds(2);

  private final NodeName node;
  private final Ledger ledger;
  private final Timers timers;
  private final Bus bus;
  private final Addresses addresses;
  private final CommandAdmission admission;
  private final Supplier<? extends Map<Subject, ? extends CommandReceiver>> receivers;
  private volatile Map<Subject, SubjectCursor> cursors = Map.of();
  private final SubjectCursor unbound;
  private final Semaphore wakeups = new Semaphore(0);
  private final Thread catchUp;
  private Bus.@Nullable Subscription subscription;
  private final CompletableFuture<Void> cancellationsKnown = new CompletableFuture<>();
  private String incarnation = "";
  private volatile boolean positionsUnverified = true;
  private volatile boolean rereadUnbound;

  /// @param receivers the current receivers, in the order in which their streams are read:
  ///   cancellations first
  /// @param cancellations is told of each cancellation as it arrives
  public CommandIntake(
      IntakeContext context,
      Bus bus,
      Addresses addresses,
      Supplier<? extends Map<Subject, ? extends CommandReceiver>> receivers,
      CancelListener cancellations) {
    this.node = context.engine().node();
    this.ledger = context.ledger();
    this.timers = context.engine().timers();
    this.addresses = addresses;
    this.bus = bus;
    this.admission = new CommandAdmission(context, bus, addresses, receivers, cancellations);
    this.receivers = receivers;
    this.unbound = createCursor(addresses.commandsFor(node), admission::rejectUnbound);
    updateCursors();
    this.catchUp = Thread.ofVirtual().name(node + " catch-up").unstarted(this::catchUp);
  }

  /// Adapts the cursors to the current receivers. Commands for a receiver that was removed are read
  /// again and rejected.
  public synchronized void updateCursors() {
    Map<Subject, SubjectCursor> before = cursors;
    Map<Subject, SubjectCursor> now = new LinkedHashMap<>();
    receivers
        .get()
        .forEach((subject, receiver) -> {
          SubjectCursor known = before.get(subject);
          now.put(subject, known == null ? createCursor(receiver) : known);
        });
    cursors = now;
    rereadUnbound |= !now.keySet().containsAll(before.keySet());
    wake();
  }

  private SubjectCursor createCursor(CommandReceiver receiver) {
    return createCursor(
        addresses.storedSubject(receiver.subject()),
        (inbound, step) -> admission.admit(receiver, inbound, step));
  }

  private SubjectCursor createCursor(String filter, SubjectCursor.MessageHandler handler) {
    return new SubjectCursor(
        addresses.commandsStream(addresses.shard(node)),
        filter,
        handler,
        this::wake,
        this::wakeLater);
  }

  /// Subscribes and starts to catch up.
  public void start() {
    subscription = bus.subscribe(node + ".command.>", this::received);
    bus.onLinkEvent(link -> {
      switch (link) {
        case UP -> {
          allCursors().forEach(SubjectCursor::linkRestored);
          positionsUnverified = true;
          wake();
        }
        case GAP -> {
          allCursors().forEach(SubjectCursor::suspectGap);
          wake();
        }
        case DOWN -> {}
      }
    });
    catchUp.start();
  }

  /// Completes when every stored cancellation is recorded.
  public CompletableFuture<Void> cancellationsKnown() {
    return cancellationsKnown;
  }

  private void wakeLater() {
    var _ = timers.after(LEDGER_RETRY, this::wake);
  }

  /// Wakes the catch-up thread, which reads the stream if there is something to read.
  public void wake() {
    if (wakeups.availablePermits() == 0) {
      wakeups.release();
    }
  }

  private List<SubjectCursor> allCursors() {
    List<SubjectCursor> all = new ArrayList<>(cursors.values());
    all.add(unbound);
    return all;
  }

  private void received(InboundMessage inbound) {
    try {
      SubjectCursor cursor = cursors.get(Subject.parse(inbound.subject()));
      (cursor == null ? unbound : cursor).receive(inbound);
    } catch (IllegalArgumentException e) {
      log.debug("ignoring a message on an unexpected subject: {}", e.getMessage());
    }
  }

  private void catchUp() {
    try {
      while (true) {
        Duration pause = Jitter.atLeast(CHECK_INTERVAL);
        if (!wakeups.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
          allCursors().forEach(SubjectCursor::suspectGap);
        }
        try {
          List<SubjectCursor> all = allCursors(); // they may change while these are read
          positionCursors(all);
          if (positionsUnverified) {
            positionsUnverified = false;
            verifyPositions(all);
          }
          for (SubjectCursor cursor : all) {
            cursor.catchUp(bus);
            cancellationsKnown.complete(null); // theirs is the first cursor
          }
          if (all.stream().noneMatch(SubjectCursor::isBehind)) {
            admission.caughtUp();
          }
        } catch (IOException | UncheckedIOException e) {
          positionsUnverified = true;
          log.debug("reading the stream again in {}: {}", RETRY, e.getMessage());
          Thread.sleep(Jitter.atMost(RETRY));
          wake();
        } catch (RuntimeException e) { // a bug, which must not make the node deaf
          positionsUnverified = true;
          log.error("reading the stream again in {}", CHECK_INTERVAL, e);
          Thread.sleep(Jitter.atMost(CHECK_INTERVAL));
          wake();
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /// Finds each cursor's position in the stream, unless the stream is still the same.
  private void positionCursors(List<SubjectCursor> all) throws IOException, InterruptedException {
    String currentIncarnation = bus.incarnation(addresses.commandsStream(addresses.shard(node)));
    boolean known = currentIncarnation.equals(incarnation);
    for (SubjectCursor cursor : all) {
      if (!cursor.isIn(currentIncarnation)) {
        var kept = ledger.cursor(cursor.filter(), currentIncarnation);
        known |= kept.isPresent();
        cursor.startAt(currentIncarnation, kept.orElse(0));
      }
    }
    if (rereadUnbound) {
      rereadUnbound = false;
      unbound.startAt(currentIncarnation, unbound.recorded());
    }
    if (!currentIncarnation.equals(incarnation)) {
      admission.startStream(
          currentIncarnation,
          known ? EarlierAnswers.NONE : EarlierAnswers.read(bus, addresses, node));
      incarnation = currentIncarnation;
    }
  }

  /// The broker may have been set back to an older state while it was away. Then the message at a
  /// cursor's position is not the one that was accepted there, and everything is read again.
  /// Commands accepted before are recognized by their ids.
  private void verifyPositions(List<SubjectCursor> all) throws IOException, InterruptedException {
    String stream = addresses.commandsStream(addresses.shard(node));
    for (SubjectCursor cursor : all) {
      long position = cursor.recorded();
      if (position == 0) {
        continue;
      }
      Optional<InboundMessage> stored = bus.messageAt(stream, position);
      boolean known =
          stored.isPresent() && ledger.hasAccepted(admission.id(stored.get()), position);
      if (!known) {
        log.info("reading {} again from its beginning", cursor.filter());
        cursor.startAt(incarnation, 0);
      }
    }
  }

  @Override
  public void close() {
    var current = subscription;
    if (current != null) {
      current.close();
    }
    var _ = ThreadStop.interruptAndJoin(catchUp, STOP_TIMEOUT);
  }
}
