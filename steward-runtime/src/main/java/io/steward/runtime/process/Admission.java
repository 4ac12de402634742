package io.steward.runtime.process;

import io.steward.api.MessageType;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.binding.Nearest;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Delivery;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.Letter;
import io.steward.runtime.ledger.CursorStep;
import io.steward.runtime.ledger.Entry;
import io.steward.runtime.ledger.Posting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the commands that came in: into the ledger and the mailbox, or refuses them. What the
/// ledger cannot take stays in its stream.
final class Admission {

  private static final Logger log = LoggerFactory.getLogger(CommandIntake.class);
  private static final Duration TRY_AGAIN = Duration.ofSeconds(2);

  private final Host host;
  private final Bus bus;
  private final Addresses addresses;
  private final Reception reception;
  private final Supplier<Map<Subject, CommandProcess>> processes;
  private final Runnable onLeft;
  private final AtomicBoolean failing = new AtomicBoolean();
  private volatile String incarnation = "";
  private volatile Map<String, State> answered = Map.of();

  /// @param processes that there are now, by their subjects
  /// @param onLeft told, a while later, when something was left in its stream
  Admission(
      Host host,
      Bus bus,
      Addresses addresses,
      Supplier<Map<Subject, CommandProcess>> processes,
      Runnable onLeft) {
    this.host = host;
    this.bus = bus;
    this.addresses = addresses;
    this.reception = new Reception(host.clock());
    this.processes = processes;
    this.onLeft = onLeft;
  }

  /// What comes is from this incarnation of its stream.
  ///
  /// @param before what this node answered before its ledger began, by id
  void begin(String stream, Map<String, State> before) {
    answered = before;
    incarnation = stream;
  }

  /// All that was stored has come.
  void seasoned() {
    answered = Map.of();
  }

  /// The id of what was stored.
  String id(Delivery delivery) {
    return reception.id(delivery, incarnation);
  }

  /// Takes a command for a process.
  ///
  /// @return whether there was room for it
  boolean take(CommandProcess process, Inlet inlet, Delivery delivery) {
    Subject subject = process.subject();
    return switch (reception.judge(delivery, subject, process.spec().from(), incarnation)) {
      case Reception.Judgement.Refuse(Entry entry, State.Last state, String reason) -> {
        refuse(entry, state, reason, inlet);
        yield true;
      }
      case Reception.Judgement.Accept(Entry entry) -> {
        if (isAnswered(entry, inlet)) {
          yield true;
        }
        if (!process.mailbox().reserve(entry)) {
          yield false;
        }
        if (subject.method().equals(Cancel.METHOD) && subject.domain().equals(OwnCommands.DOMAIN)) {
          rememberCancelled(entry);
        }
        accept(process, entry, inlet);
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

  /// Refuses a command that no process is bound for.
  boolean takeUnbound(Inlet inlet, Delivery delivery) {
    Subject subject =
        delivery.headers().find(Header.STORED_IN).isPresent() || !delivery.isStored()
            ? Subject.parse(delivery.subject())
            : addresses.received(delivery.subject());
    if (processes.get().containsKey(subject) || subject.type() != MessageType.COMMAND) {
      return true; // it has an inlet of its own
    }
    Reception.Judgement judgement = reception.judge(delivery, subject, sender -> true, incarnation);
    Entry entry =
        switch (judgement) {
          case Reception.Judgement.Accept(Entry accepted) -> accepted;
          case Reception.Judgement.Refuse(Entry refused, State.Last _, String _) -> refused;
        };
    List<String> known = processes.get().keySet().stream().map(Subject::toString).toList();
    refuse(
        entry,
        State.Last.REJECTED,
        "nothing here handles " + subject + Nearest.hint(subject.toString(), known),
        inlet);
    return true;
  }

  private void accept(CommandProcess process, Entry entry, Inlet inlet) {
    Optional<CursorStep> step = step(entry, inlet);
    var _ =
        host.ledger()
            .acceptLater(entry, host.answers().accepted(entry), step)
            .whenComplete((fresh, failure) -> {
              if (failure != null) {
                process.mailbox().giveBack(entry);
                notTaken(entry, inlet, step, failure);
                return;
              }
              failing.set(false);
              if (fresh) {
                count(entry, State.Open.ACCEPTED);
                process.mailbox().put(entry);
              } else {
                process.mailbox().giveBack(entry);
                host.dismissEnded(entry);
              }
            });
  }

  private void refuse(Entry entry, State.Last state, String reason, Inlet inlet) {
    log.info(
        "{} from {} on {}: {}, {}",
        entry.id(),
        entry.from(),
        entry.subject(),
        state.word(),
        reason);
    Posting answer = host.answers().last(entry, state, Map.of("reason", reason));
    Optional<CursorStep> step = step(entry, inlet);
    var _ =
        host.ledger()
            .concludeLater(entry, state, answer, step)
            .whenComplete((fresh, failure) -> {
              if (failure != null) {
                notTaken(entry, inlet, step, failure);
              } else {
                if (fresh) {
                  count(entry, state);
                }
                host.dismissEnded(entry); // it may be a copy of one that has not
              }
            });
  }

  private void count(Entry entry, State state) {
    Subject subject = entry.subject();
    host.meter()
        .reached(processes.get().containsKey(subject) ? subject.toString() : Meter.UNBOUND, state);
  }

  private static Optional<CursorStep> step(Entry entry, Inlet inlet) {
    return entry.sequence() > 0 ? Optional.of(inlet.step(entry.sequence())) : Optional.empty();
  }

  /// The ledger could not be written: what is stored stays in its stream and is read again, and who
  /// sent what is not is told.
  private void notTaken(Entry entry, Inlet inlet, Optional<CursorStep> step, Throwable failure) {
    if (!failing.getAndSet(true)) {
      log.error("commands are left in their stream: {}", failure.getMessage());
    }
    if (step.isEmpty()) {
      turnAway(entry, failure);
      return;
    }
    // on a thread of its own: this one writes the ledger, and who holds the inlet may wait for it
    Thread.ofVirtual()
        .start(() -> {
          inlet.undo(step.get());
          var _ = host.deadlines().after(TRY_AGAIN, onLeft);
        });
  }

  /// Tells that a command that nobody stores is not taken. It is not kept that this was said.
  private void turnAway(Entry entry, Throwable failure) {
    Posting answer =
        host.answers()
            .last(
                entry,
                State.Last.REJECTED,
                Map.of("reason", "this node cannot keep it: " + failure.getMessage()));
    Headers headers = new Headers(answer.headers());
    bus.publish(
        new Letter(addresses.liveReply(entry.subject(), entry.id()), headers, answer.body()));
    answer.copyTo().ifPresent(to -> bus.publish(new Letter(to, headers, answer.body())));
  }

  /// What was answered before this ledger began is not done again. What had not ended when the old
  /// one was lost never will.
  private boolean isAnswered(Entry entry, Inlet inlet) {
    State before = answered.get(entry.id());
    if (before == null || entry.sequence() == 0) {
      return false;
    }
    try {
      if (host.ledger().state(entry.id()).isPresent()) {
        return false;
      }
      if (before instanceof State.Last last) {
        remember(entry, last, inlet);
      } else {
        refuse(entry, State.Last.UNKNOWN, "the node lost its ledger after it was accepted", inlet);
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e); // read again, rather than run again
    }
  }

  private void remember(Entry entry, State.Last state, Inlet inlet) throws IOException {
    CursorStep step = inlet.step(entry.sequence());
    try {
      host.ledger().remember(entry, state, step);
    } catch (IOException e) {
      inlet.undo(step);
      throw e;
    }
    log.warn(
        "{} was answered \"{}\" before this ledger began; it is not run", entry.id(), state.word());
  }
}
