package io.steward.runtime.process;

import io.steward.api.MessageType;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.binding.Nearest;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Delivery;
import io.steward.runtime.bus.Header;
import io.steward.runtime.ledger.Entry;
import io.steward.runtime.ledger.Posting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings this node's commands from the bus into the ledger and the mailboxes: live as they come,
/// and from the stream whenever something may have been missed.
final class CommandIntake implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CommandIntake.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Host host;
  private final Bus bus;
  private final Addresses addresses;
  private final Reception reception;
  private final Map<Subject, CommandProcess<?>> processes;
  private final Map<Subject, Inlet> inlets = new LinkedHashMap<>();
  private final Inlet unbound;
  private final Semaphore wanted = new Semaphore(0);
  private final Thread catchUp;
  private Bus.@Nullable Listening listening;
  private volatile String incarnation = "";
  private volatile boolean virgin;
  private volatile boolean unsure = true;

  /// @param processes in the order in which their streams are read: cancellations first
  CommandIntake(
      Host host, Bus bus, Addresses addresses, Map<Subject, CommandProcess<?>> processes) {
    this.host = host;
    this.addresses = addresses;
    this.bus = bus;
    this.reception = new Reception(host.clock());
    this.processes = processes;
    String stream = addresses.commandsStream(addresses.shard(host.node()));
    processes.forEach((subject, process) ->
        inlets.put(
            subject,
            new Inlet(
                stream,
                addresses.stored(subject),
                delivery -> takeFor(process, delivery),
                this::want)));
    this.unbound =
        new Inlet(stream, addresses.commandsFor(host.node()), this::takeUnbound, this::want);
    this.catchUp = Thread.ofVirtual().name(host.node() + " catch-up").unstarted(this::catchUp);
  }

  /// Begins to hear.
  void start() {
    listening = bus.listen(host.node() + ".command.>", this::heard);
    bus.onLink(link -> {
      if (link == Bus.Link.UP) {
        unsure = true;
      }
      if (link != Bus.Link.DOWN) {
        everyInlet().forEach(Inlet::doubt);
        want();
      }
    });
    catchUp.start();
  }

  /// The stream should be read, when there is something to read.
  void want() {
    if (wanted.availablePermits() == 0) {
      wanted.release();
    }
  }

  private List<Inlet> everyInlet() {
    List<Inlet> all = new ArrayList<>(inlets.values());
    all.add(unbound);
    return all;
  }

  private void heard(Delivery delivery) {
    try {
      Inlet inlet = inlets.get(Subject.parse(delivery.subject()));
      (inlet == null ? unbound : inlet).hear(delivery);
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
          everyInlet().forEach(Inlet::doubt);
        }
        try {
          place();
          if (unsure) {
            unsure = false;
            makeSure();
          }
          for (Inlet inlet : everyInlet()) {
            inlet.catchUp(bus);
          }
          virgin &= everyInlet().stream().anyMatch(Inlet::isBehind);
        } catch (IOException | UncheckedIOException e) {
          unsure = true;
          log.debug("reading again in {}: {}", RETRY, e.getMessage());
          TimeUnit.MILLISECONDS.sleep(
              RETRY.toMillis() / 2 + ThreadLocalRandom.current().nextLong(RETRY.toMillis()));
          want();
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /// Finds each inlet's place in the stream, unless it is the stream of before.
  private void place() throws IOException, InterruptedException {
    String now = bus.incarnation(addresses.commandsStream(addresses.shard(host.node())));
    if (now.equals(incarnation)) {
      return;
    }
    boolean any = false;
    for (Inlet inlet : everyInlet()) {
      var cursor = host.ledger().cursor(inlet.filter(), now);
      any |= cursor.isPresent();
      inlet.startAt(cursor.orElse(0));
    }
    virgin = !any;
    incarnation = now;
  }

  /// The broker may have been set back while it was away: then what is at an inlet's place is not
  /// what was taken there, and everything is read again. What was taken before is known by its id.
  private void makeSure() throws IOException, InterruptedException {
    String stream = addresses.commandsStream(addresses.shard(host.node()));
    for (Inlet inlet : everyInlet()) {
      long place = inlet.place();
      if (place == 0) {
        continue;
      }
      Optional<Delivery> there = bus.at(stream, place);
      boolean known =
          there.isPresent() && host.ledger().took(reception.id(there.get(), incarnation), place);
      if (!known) {
        log.info("{} is read again from its beginning", inlet.filter());
        inlet.startAt(0);
      }
    }
    new AnswerWatch(host.ledger(), bus).look(addresses);
  }

  private boolean takeFor(CommandProcess<?> process, Delivery delivery) {
    Subject subject = process.subject();
    return switch (reception.judge(delivery, subject, process.spec().from(), incarnation)) {
      case Reception.Judgement.Refuse(Entry entry, State.Last state, String reason) -> {
        refuse(entry, state, reason, inlets.get(subject));
        yield true;
      }
      case Reception.Judgement.Accept(Entry entry) -> {
        if (isAnswered(entry)) {
          yield true;
        }
        if (!process.reserve()) {
          yield false;
        }
        if (subject.method().equals(Cancel.METHOD) && subject.domain().equals(Cancel.DOMAIN)) {
          rememberCancelled(entry);
        }
        accept(process, entry);
        yield true;
      }
    };
  }

  private void rememberCancelled(Entry cancellation) {
    try {
      Cancel.remember(host.ledger(), cancellation);
    } catch (IOException e) {
      log.error("{} takes effect when its turn comes: {}", cancellation.id(), e.getMessage());
    }
  }

  private boolean takeUnbound(Delivery delivery) {
    Subject subject =
        delivery.headers().find(Header.STORED_IN).isPresent() || !delivery.isStored()
            ? Subject.parse(delivery.subject())
            : addresses.received(delivery.subject());
    if (processes.containsKey(subject) || subject.type() != MessageType.COMMAND) {
      return true; // it has an inlet of its own
    }
    Reception.Judgement judgement = reception.judge(delivery, subject, sender -> true, incarnation);
    Entry entry =
        switch (judgement) {
          case Reception.Judgement.Accept(Entry accepted) -> accepted;
          case Reception.Judgement.Refuse(Entry refused, State.Last _, String _) -> refused;
        };
    List<String> known = processes.keySet().stream().map(Subject::toString).toList();
    refuse(
        entry,
        State.Last.REJECTED,
        "nothing here handles " + subject + Nearest.hint(subject.toString(), known),
        unbound);
    return true;
  }

  private void accept(CommandProcess<?> process, Entry entry) {
    Inlet inlet = inlets.get(process.subject());
    var _ =
        host.ledger()
            .acceptLater(entry, host.answers().accepted(entry))
            .whenComplete((fresh, failure) -> {
              if (failure != null) {
                process.giveBack();
                notTaken(entry, inlet, failure);
              } else if (fresh) {
                process.put(entry);
              } else {
                process.giveBack();
                host.dismissEnded(entry);
              }
            });
    moveCursor(inlet, entry);
  }

  private void refuse(Entry entry, State.Last state, String reason, @Nullable Inlet inlet) {
    log.info(
        "{} from {} on {}: {}, {}",
        entry.id(),
        entry.from(),
        entry.subject(),
        state.word(),
        reason);
    Posting answer = host.answers().last(entry, state, Map.of("reason", reason));
    var _ =
        host.ledger()
            .concludeLater(entry, state, answer)
            .whenComplete((fresh, failure) -> {
              if (failure != null) {
                notTaken(entry, inlet, failure);
              } else {
                host.dismissEnded(entry); // it may be a copy of one that has not
              }
            });
    moveCursor(inlet, entry);
  }

  private void moveCursor(@Nullable Inlet inlet, Entry entry) {
    if (inlet != null && entry.sequence() > 0) {
      host.ledger().moveCursor(inlet.filter(), incarnation, entry.sequence());
    }
  }

  /// The ledger could not be written: the message stays in the stream and is read again.
  private void notTaken(Entry entry, @Nullable Inlet inlet, Throwable failure) {
    log.error("{} is left in its stream: {}", entry.id(), failure.getMessage());
    if (inlet != null && entry.sequence() > 0) {
      inlet.undo(entry.sequence());
      host.ledger().moveCursor(inlet.filter(), incarnation, entry.sequence() - 1);
    }
  }

  /// A ledger that knows nothing may be a new one on an old node: then the answers that are stored
  /// say what was done before.
  private boolean isAnswered(Entry entry) {
    if (!virgin || entry.sequence() == 0) {
      return false;
    }
    try {
      var answer =
          bus.last(addresses.repliesStream(), addresses.reply(entry.subject(), entry.id()));
      if (answer.isPresent()) {
        State state =
            answer.get().headers().find(Header.STATE).map(State::parse).orElse(State.Open.RUNNING);
        host.ledger().remember(entry, state);
        log.warn(
            "{} was answered \"{}\" before this ledger began; it is not run",
            entry.id(),
            state.word());
      }
      return answer.isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // read again, rather than run again
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", e));
    }
  }

  @Override
  public void close() {
    var now = listening;
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
