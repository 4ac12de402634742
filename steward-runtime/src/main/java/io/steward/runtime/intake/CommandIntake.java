package io.steward.runtime.intake;

import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.concurrent.Jitter;
import io.steward.runtime.concurrent.SupervisedThread;
import io.steward.runtime.engine.MetricsListener.Ignored;
import io.steward.runtime.engine.Timers;
import io.steward.runtime.ledger.CursorPosition;
import io.steward.runtime.ledger.CursorPositions;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.outbox.StoredAnswers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private static final Duration ANNOUNCEMENT_PAUSE = Duration.ofMillis(100);

  private final IntakeContext context;
  private final NodeName node;
  private final Ledger ledger;
  private final Timers timers;
  private final Bus bus;
  private final Addresses addresses;
  private final String stream;
  private final CommandAdmission admission;
  private final Supplier<? extends Map<Subject, ? extends CommandReceiver>> receivers;
  private volatile Map<Subject, SubjectCursor> cursors = Map.of();
  private final SubjectCursor unbound;
  private volatile Set<Subject> positioned = Set.of();
  private final Semaphore wakeups = new Semaphore(0);
  private final SupervisedThread catchUp;
  private Bus.@Nullable Subscription subscription;
  private final CompletableFuture<Void> cancellationsKnown = new CompletableFuture<>();
  private String incarnation = "";
  private boolean reconciled;
  private volatile boolean cursorsChanged;

  /// @param receivers the current receivers, in the order in which their streams are read:
  ///   cancellations first
  /// @param cancellations is told of each cancellation as it arrives
  public CommandIntake(
      IntakeContext context,
      Bus bus,
      Addresses addresses,
      Supplier<? extends Map<Subject, ? extends CommandReceiver>> receivers,
      CancelListener cancellations) {
    this.context = context;
    this.node = context.engine().node();
    this.ledger = context.ledger();
    this.timers = context.engine().timers();
    this.addresses = addresses;
    this.bus = bus;
    this.admission = new CommandAdmission(context, bus, addresses, receivers, cancellations);
    this.receivers = receivers;
    this.stream = addresses.commandsStream(addresses.shard(node));
    this.unbound =
        createCursor(
            addresses.commandsFor(node),
            (inbound, step) -> admission.refuseUnbound(inbound, step, positioned));
    updateCursors();
    this.catchUp =
        SupervisedThread.virtual(node + " catch-up", context.engine().failures(), this::catchUp);
  }

  /// Adapts the cursors to the current receivers. Commands that wait for a receiver that was
  /// removed are read again and refused.
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
    cursorsChanged |= !now.keySet().equals(before.keySet());
    wake();
  }

  private SubjectCursor createCursor(CommandReceiver receiver) {
    return createCursor(
        addresses.storedSubject(receiver.subject()),
        (inbound, step) -> admission.admit(receiver, inbound, step));
  }

  private SubjectCursor createCursor(String filter, CommandCursorHandler.Admission admit) {
    return new SubjectCursor(
        stream,
        filter,
        new CommandCursorHandler(admit, context, this::startOver),
        new CursorWakeups(
            this::wake, () -> wakeAfter(LEDGER_RETRY), () -> wakeAfter(ANNOUNCEMENT_PAUSE)));
  }

  /// Subscribes and starts to catch up.
  public void start() {
    subscription = bus.subscribe(node + ".command.>", this::received);
    bus.onLinkEvent(link -> {
      switch (link) {
        case UP -> {
          allCursors().forEach(SubjectCursor::linkRestored);
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

  private void wakeAfter(Duration pause) {
    var _ = timers.after(pause, this::wake);
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
    Subject subject;
    try {
      subject = Subject.parse(inbound.subject());
    } catch (IllegalArgumentException e) {
      context.refusals().ignore(Ignored.INVALID_SUBJECT, String.valueOf(e.getMessage()));
      return;
    }
    String storedIn = inbound.headers().find(Header.STORED_IN).orElse("");
    if (!inbound.isStored() || storedIn.equals(stream)) {
      cursors.getOrDefault(subject, unbound).receive(inbound);
    } else if (storedIn.isEmpty()) {
      context.refusals().ignore(Ignored.FORGED, "live on " + subject);
    } else {
      admission.refuseElsewhere(inbound, subject, storedIn);
    }
  }

  private void catchUp() throws InterruptedException {
    wake(); // a failure may have ended a pass halfway
    while (true) {
      Duration pause = Jitter.atLeast(CHECK_INTERVAL);
      if (!wakeups.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        allCursors().forEach(SubjectCursor::check);
      }
      try {
        List<SubjectCursor> all = allCursors(); // they may change while these are read
        positionCursors(all);
        for (SubjectCursor cursor : all) {
          cursor.catchUp(bus);
          cancellationsKnown.complete(null); // theirs is the first cursor
        }
        if (!reconciled && all.stream().noneMatch(SubjectCursor::isBehind)) {
          ledger.cursors().setReconciled(incarnation, true);
          admission.caughtUp();
          reconciled = true;
        }
      } catch (IOException | UncheckedIOException e) {
        log.debug("reading the stream again in {}: {}", RETRY, e.getMessage());
        Thread.sleep(Jitter.atMost(RETRY));
        wake();
      }
    }
  }

  /// Finds the positions of cursors that have none in this incarnation of the stream.
  private void positionCursors(List<SubjectCursor> all) throws IOException, InterruptedException {
    String current = bus.incarnation(stream);
    if (current.equals(incarnation) && !cursorsChanged) {
      return;
    }
    cursorsChanged = false;
    Map<Subject, SubjectCursor> bound = cursors;
    CursorPositions kept;
    try {
      List<String> filters = bound.values().stream().map(SubjectCursor::filter).toList();
      kept = ledger.cursors().adapt(current, unbound.filter(), filters);
    } catch (IOException e) {
      cursorsChanged = true;
      throw e;
    }
    for (SubjectCursor cursor : all) {
      CursorPosition start =
          kept.bySubject().getOrDefault(cursor.filter(), CursorPosition.BEGINNING);
      boolean goesBack = cursor == unbound && start.sequence() < cursor.position().sequence();
      if (!cursor.isIn(current) || goesBack) {
        cursor.startAt(current, start);
      }
    }
    positioned = Set.copyOf(bound.keySet());
    if (!current.equals(incarnation)) {
      reconciled = kept.reconciled();
      admission.startStream(
          current, reconciled ? StoredAnswers.NONE : StoredAnswers.read(bus, addresses, node));
      incarnation = current;
    }
  }

  /// The broker was set back to an older state: what this node answered tells what it has judged,
  /// and must not judge again.
  private void startOver() throws IOException, InterruptedException {
    admission.startStream(incarnation, StoredAnswers.read(bus, addresses, node));
    ledger.cursors().setReconciled(incarnation, false);
    reconciled = false;
    allCursors().forEach(SubjectCursor::startOverIfUnverifiable);
    wake(); // some of them may have been read already
  }

  @Override
  public void close() {
    var current = subscription;
    if (current != null) {
      current.close();
    }
    var _ = catchUp.stop(STOP_TIMEOUT);
  }
}
