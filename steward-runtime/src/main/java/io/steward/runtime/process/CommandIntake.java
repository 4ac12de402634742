package io.steward.runtime.process;

import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.InboundMessage;
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

/// Brings this node's commands from the bus into the ledger and the mailboxes: live as they come,
/// and from the stream whenever something may have been missed.
final class CommandIntake implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CommandIntake.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
  private static final State OPEN = State.InProgress.RUNNING;
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Host host;
  private final Bus bus;
  private final Addresses addresses;
  private final CommandAdmission admission;
  private final Supplier<Map<Subject, CommandProcess>> processes;
  private volatile Map<Subject, SubjectCursor> inlets = Map.of();
  private final SubjectCursor unbound;
  private final Semaphore wanted = new Semaphore(0);
  private final Thread catchUp;
  private Bus.@Nullable Subscription subscription;
  private final CompletableFuture<Void> cancellationsKnown = new CompletableFuture<>();
  private String incarnation = "";
  private volatile boolean unsure = true;
  private volatile boolean unbinding;

  /// @param processes that there are now, in the order in which their streams are read:
  ///   cancellations first
  CommandIntake(
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
            admission::takeUnbound,
            this::wake);
    follow();
    this.catchUp = Thread.ofVirtual().name(host.node() + " catch-up").unstarted(this::catchUp);
  }

  /// Follows the processes that there are now. What came for one that is gone since is looked at
  /// again, and refused.
  synchronized void follow() {
    Map<Subject, SubjectCursor> before = inlets;
    Map<Subject, SubjectCursor> now = new LinkedHashMap<>();
    processes
        .get()
        .forEach((subject, process) -> {
          SubjectCursor known = before.get(subject);
          now.put(subject, known == null ? cursor(process) : known);
        });
    inlets = now;
    unbinding |= !now.keySet().containsAll(before.keySet());
    wake();
  }

  private SubjectCursor cursor(CommandProcess process) {
    return new SubjectCursor(
        addresses.commandsStream(addresses.shard(host.node())),
        addresses.stored(process.subject()),
        (cursor, delivery) -> admission.take(process, cursor, delivery),
        this::wake);
  }

  /// Begins to hear.
  void start() {
    subscription = bus.subscribe(host.node() + ".command.>", this::received);
    bus.onLinkEvent(link -> {
      if (link == Bus.LinkEvent.UP) {
        unsure = true;
      }
      if (link != Bus.LinkEvent.DOWN) {
        allCursors().forEach(SubjectCursor::suspectGap);
        wake();
      }
    });
    catchUp.start();
  }

  /// Completes when every cancellation that was stored is remembered.
  CompletableFuture<Void> cancellationsKnown() {
    return cancellationsKnown;
  }

  /// The stream should be read, when there is something to read.
  void wake() {
    if (wanted.availablePermits() == 0) {
      wanted.release();
    }
  }

  private List<SubjectCursor> allCursors() {
    List<SubjectCursor> all = new ArrayList<>(inlets.values());
    all.add(unbound);
    return all;
  }

  private void received(InboundMessage delivery) {
    try {
      SubjectCursor cursor = inlets.get(Subject.parse(delivery.subject()));
      (cursor == null ? unbound : cursor).receive(delivery);
    } catch (IllegalArgumentException e) {
      log.debug("not a subject of ours: {}", e.getMessage());
    }
  }

  private void catchUp() {
    try {
      while (true) {
        if (!wanted.tryAcquire(
            LOOK_AGAIN.toMillis() + ThreadLocalRandom.current().nextLong(LOOK_AGAIN.toMillis()),
            TimeUnit.MILLISECONDS)) {
          allCursors().forEach(SubjectCursor::suspectGap);
        }
        try {
          List<SubjectCursor> all = allCursors(); // others may come while these are read
          positionCursors(all);
          if (unsure) {
            unsure = false;
            verifyPositions(all);
          }
          for (SubjectCursor cursor : all) {
            cursor.catchUp(bus);
            cancellationsKnown.complete(null); // theirs is the first inlet
          }
          if (all.stream().noneMatch(SubjectCursor::isBehind)) {
            admission.seasoned();
          }
        } catch (IOException | UncheckedIOException e) {
          unsure = true;
          log.debug("reading again in {}: {}", RETRY, e.getMessage());
          TimeUnit.MILLISECONDS.sleep(
              RETRY.toMillis() / 2 + ThreadLocalRandom.current().nextLong(RETRY.toMillis()));
          wake();
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /// Finds each cursor's position in the stream, unless it is the stream of before.
  private void positionCursors(List<SubjectCursor> all) throws IOException, InterruptedException {
    String now = bus.incarnation(addresses.commandsStream(addresses.shard(host.node())));
    boolean known = now.equals(incarnation);
    for (SubjectCursor cursor : all) {
      if (!cursor.isIn(now)) {
        var kept = host.ledger().cursor(cursor.filter(), now);
        known |= kept.isPresent();
        cursor.startAt(now, kept.orElse(0));
      }
    }
    if (unbinding) {
      unbinding = false;
      unbound.startAt(now, unbound.noted());
    }
    if (!now.equals(incarnation)) {
      admission.begin(now, known ? Map.of() : answered());
      incarnation = now;
    }
  }

  /// A ledger that knows nothing of the stream may be a new one on an old node: then the answers
  /// that are stored say what was done before.
  private Map<String, State> answered() throws IOException, InterruptedException {
    Map<String, State> answered = new HashMap<>();
    String all = addresses.repliesOf(host.node());
    try (Bus.StreamReader last =
        bus.read(addresses.repliesStream(), all, new Bus.StartPosition.LastPerSubject(true))) {
      for (var next = last.next(); next.isPresent(); next = last.next()) {
        String subject = next.get().subject();
        answered.put(
            subject.substring(subject.lastIndexOf('.') + 1),
            next.get().headers().find(Header.STATE).map(CommandIntake::state).orElse(OPEN));
      }
    }
    return answered;
  }

  private static State state(String word) {
    try {
      return State.parse(word);
    } catch (IllegalArgumentException later) {
      return OPEN; // of a version that knows more
    }
  }

  /// The broker may have been set back while it was away: then what is at an inlet's place is not
  /// what was taken there, and everything is read again. What was taken before is known by its id.
  private void verifyPositions(List<SubjectCursor> all) throws IOException, InterruptedException {
    String stream = addresses.commandsStream(addresses.shard(host.node()));
    for (SubjectCursor cursor : all) {
      long place = cursor.noted();
      if (place == 0) {
        continue;
      }
      Optional<InboundMessage> there = bus.messageAt(stream, place);
      boolean known =
          there.isPresent() && host.ledger().hasAccepted(admission.id(there.get()), place);
      if (!known) {
        log.info("{} is read again from its beginning", cursor.filter());
        cursor.startAt(incarnation, 0);
      }
    }
  }

  @Override
  public void close() {
    var now = subscription;
    if (now != null) {
      now.close();
    }
    catchUp.interrupt();
    try {
      catchUp.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
