package io.steward.runtime.intake;

import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.process.CommandProcess;
import io.steward.runtime.process.Host;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
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
  private static final State NOT_ENDED = State.InProgress.RUNNING;
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Host host;
  private final Bus bus;
  private final Addresses addresses;
  private final CommandAdmission admission;
  private final Supplier<Map<Subject, CommandProcess>> processes;
  private volatile Map<Subject, SubjectCursor> cursors = Map.of();
  private final SubjectCursor unbound;
  private final Semaphore wakeups = new Semaphore(0);
  private final Thread catchUp;
  private Bus.@Nullable Subscription subscription;
  private final CompletableFuture<Void> cancellationsKnown = new CompletableFuture<>();
  private String incarnation = "";
  private volatile boolean positionsUnverified = true;
  private volatile boolean rereadUnbound;

  /// @param processes the current processes, in the order in which their streams are read:
  ///   cancellations first
  public CommandIntake(
      Host host, Bus bus, Addresses addresses, Supplier<Map<Subject, CommandProcess>> processes) {
    this.host = host;
    this.addresses = addresses;
    this.bus = bus;
    this.admission = new CommandAdmission(host, bus, addresses, processes, this::wake);
    this.processes = processes;
    this.unbound =
        new SubjectCursor(
            addresses.commandsStream(addresses.shard(host.node())),
            addresses.commandsFor(host.node()),
            admission::rejectUnbound,
            this::wake);
    updateCursors();
    this.catchUp = Thread.ofVirtual().name(host.node() + " catch-up").unstarted(this::catchUp);
  }

  /// Adapts the cursors to the current processes. Commands for a process that was removed are read
  /// again and rejected.
  public synchronized void updateCursors() {
    Map<Subject, SubjectCursor> before = cursors;
    Map<Subject, SubjectCursor> now = new LinkedHashMap<>();
    processes
        .get()
        .forEach((subject, process) -> {
          SubjectCursor known = before.get(subject);
          now.put(subject, known == null ? createCursor(process) : known);
        });
    cursors = now;
    rereadUnbound |= !now.keySet().containsAll(before.keySet());
    wake();
  }

  private SubjectCursor createCursor(CommandProcess process) {
    return new SubjectCursor(
        addresses.commandsStream(addresses.shard(host.node())),
        addresses.storedSubject(process.subject()),
        (cursor, inbound) -> admission.admit(process, cursor, inbound),
        this::wake);
  }

  /// Subscribes and starts to catch up.
  public void start() {
    subscription = bus.subscribe(host.node() + ".command.>", this::received);
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
        if (!wakeups.tryAcquire(
            CHECK_INTERVAL.toMillis()
                + ThreadLocalRandom.current().nextLong(CHECK_INTERVAL.toMillis()),
            TimeUnit.MILLISECONDS)) {
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
          TimeUnit.MILLISECONDS.sleep(
              RETRY.toMillis() / 2 + ThreadLocalRandom.current().nextLong(RETRY.toMillis()));
          wake();
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /// Finds each cursor's position in the stream, unless the stream is still the same.
  private void positionCursors(List<SubjectCursor> all) throws IOException, InterruptedException {
    String currentIncarnation =
        bus.incarnation(addresses.commandsStream(addresses.shard(host.node())));
    boolean known = currentIncarnation.equals(incarnation);
    for (SubjectCursor cursor : all) {
      if (!cursor.isIn(currentIncarnation)) {
        var kept = host.ledger().cursor(cursor.filter(), currentIncarnation);
        known |= kept.isPresent();
        cursor.startAt(currentIncarnation, kept.orElse(0));
      }
    }
    if (rereadUnbound) {
      rereadUnbound = false;
      unbound.startAt(currentIncarnation, unbound.recorded());
    }
    if (!currentIncarnation.equals(incarnation)) {
      admission.startStream(currentIncarnation, known ? Map.of() : readAnsweredBefore());
      incarnation = currentIncarnation;
    }
  }

  /// A ledger that has no position in the stream may be a new one on an old node. Then the stored
  /// answers show what was done before.
  private Map<String, State> readAnsweredBefore() throws IOException, InterruptedException {
    Map<String, State> answered = new HashMap<>();
    String all = addresses.repliesOf(host.node());
    try (Bus.StreamReader last =
        bus.read(addresses.repliesStream(), all, new Bus.StartPosition.LastPerSubject(true))) {
      for (var next = last.next(); next.isPresent(); next = last.next()) {
        String subject = next.get().subject();
        answered.put(
            subject.substring(subject.lastIndexOf('.') + 1),
            next.get()
                .headers()
                .find(Header.STATE)
                .map(CommandIntake::parseState)
                .orElse(NOT_ENDED));
      }
    }
    return answered;
  }

  private static State parseState(String word) {
    try {
      return State.parse(word);
    } catch (IllegalArgumentException later) {
      return NOT_ENDED; // from a version with more states
    }
  }

  /// The broker may have been set back to an older state while it was away. Then the message at a
  /// cursor's position is not the one that was accepted there, and everything is read again.
  /// Commands accepted before are recognized by their ids.
  private void verifyPositions(List<SubjectCursor> all) throws IOException, InterruptedException {
    String stream = addresses.commandsStream(addresses.shard(host.node()));
    for (SubjectCursor cursor : all) {
      long position = cursor.recorded();
      if (position == 0) {
        continue;
      }
      Optional<InboundMessage> stored = bus.messageAt(stream, position);
      boolean known =
          stored.isPresent() && host.ledger().hasAccepted(admission.id(stored.get()), position);
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
    catchUp.interrupt();
    try {
      catchUp.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
