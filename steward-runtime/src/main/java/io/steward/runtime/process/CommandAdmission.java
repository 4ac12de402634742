package io.steward.runtime.process;

import io.steward.api.MessageType;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.databind.NearestWord;
import io.steward.runtime.ledger.CursorStep;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.ledger.OutboxMessage;
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
final class CommandAdmission {

  private static final Logger log = LoggerFactory.getLogger(CommandIntake.class);
  private static final Duration TRY_AGAIN = Duration.ofSeconds(2);

  private final Host host;
  private final Bus bus;
  private final Addresses addresses;
  private final AdmissionPolicy policy;
  private final Supplier<Map<Subject, CommandProcess>> processes;
  private final Runnable onLeft;
  private final AtomicBoolean failing = new AtomicBoolean();
  private volatile String incarnation = "";
  private volatile Map<String, State> answered = Map.of();

  /// @param processes that there are now, by their subjects
  /// @param onLeft told, a while later, when something was left in its stream
  CommandAdmission(
      Host host,
      Bus bus,
      Addresses addresses,
      Supplier<Map<Subject, CommandProcess>> processes,
      Runnable onLeft) {
    this.host = host;
    this.bus = bus;
    this.addresses = addresses;
    this.policy = new AdmissionPolicy(host.clock());
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
  String id(InboundMessage delivery) {
    return policy.id(delivery, incarnation);
  }

  /// Takes a command for a process.
  ///
  /// @return whether there was room for it
  boolean take(CommandProcess process, SubjectCursor cursor, InboundMessage delivery) {
    Subject subject = process.subject();
    return switch (policy.judge(delivery, subject, process.spec().from(), incarnation)) {
      case AdmissionPolicy.Decision.Refuse(
              LedgerEntry entry,
              State.Terminal state,
              String reason) -> {
        refuse(entry, state, reason, cursor);
        yield true;
      }
      case AdmissionPolicy.Decision.Accept(LedgerEntry entry) -> {
        if (isAnswered(entry, cursor)) {
          yield true;
        }
        if (!process.mailbox().reserve(entry)) {
          yield false;
        }
        if (subject.method().equals(CancelHandler.METHOD)
            && subject.domain().equals(BuiltinCommands.DOMAIN)) {
          rememberCancelled(entry);
        }
        accept(process, entry, cursor);
        yield true;
      }
    };
  }

  private void rememberCancelled(LedgerEntry cancellation) {
    try {
      CancelHandler.remember(host.ledger(), cancellation);
    } catch (IOException e) {
      log.error("{} takes effect when its turn comes: {}", cancellation.id(), e.getMessage());
    }
  }

  /// Refuses a command that no process is bound for.
  boolean takeUnbound(SubjectCursor cursor, InboundMessage delivery) {
    Subject subject =
        delivery.headers().find(Header.STORED_IN).isPresent() || !delivery.isStored()
            ? Subject.parse(delivery.subject())
            : addresses.received(delivery.subject());
    if (processes.get().containsKey(subject) || subject.type() != MessageType.COMMAND) {
      return true; // it has an inlet of its own
    }
    AdmissionPolicy.Decision decision =
        policy.judge(delivery, subject, sender -> true, incarnation);
    LedgerEntry entry =
        switch (decision) {
          case AdmissionPolicy.Decision.Accept(LedgerEntry accepted) -> accepted;
          case AdmissionPolicy.Decision.Refuse(LedgerEntry refused, State.Terminal _, String _) ->
              refused;
        };
    List<String> known = processes.get().keySet().stream().map(Subject::toString).toList();
    refuse(
        entry,
        State.Terminal.REJECTED,
        "nothing here handles " + subject + NearestWord.hint(subject.toString(), known),
        cursor);
    return true;
  }

  private void accept(CommandProcess process, LedgerEntry entry, SubjectCursor cursor) {
    Optional<CursorStep> step = step(entry, cursor);
    var _ =
        host.ledger()
            .acceptLater(entry, host.answers().accepted(entry), step)
            .whenComplete((fresh, failure) -> {
              if (failure != null) {
                process.mailbox().releaseReservation(entry);
                notTaken(entry, cursor, step, failure);
                return;
              }
              failing.set(false);
              if (fresh) {
                count(entry, State.InProgress.ACCEPTED);
                process.mailbox().put(entry);
              } else {
                process.mailbox().releaseReservation(entry);
                host.dismissEnded(entry);
              }
            });
  }

  private void refuse(
      LedgerEntry entry, State.Terminal state, String reason, SubjectCursor cursor) {
    log.info(
        "{} from {} on {}: {}, {}",
        entry.id(),
        entry.from(),
        entry.subject(),
        state.word(),
        reason);
    OutboxMessage answer = host.answers().terminal(entry, state, Map.of("reason", reason));
    Optional<CursorStep> step = step(entry, cursor);
    var _ =
        host.ledger()
            .concludeLater(entry, state, answer, step)
            .whenComplete((fresh, failure) -> {
              if (failure != null) {
                notTaken(entry, cursor, step, failure);
              } else {
                if (fresh) {
                  count(entry, state);
                }
                host.dismissEnded(entry); // it may be a copy of one that has not
              }
            });
  }

  private void count(LedgerEntry entry, State state) {
    Subject subject = entry.subject();
    host.metrics()
        .stateReached(
            processes.get().containsKey(subject) ? subject.toString() : MetricsListener.UNBOUND,
            state);
  }

  private static Optional<CursorStep> step(LedgerEntry entry, SubjectCursor cursor) {
    return entry.sequence() > 0 ? Optional.of(cursor.step(entry.sequence())) : Optional.empty();
  }

  /// The ledger could not be written: what is stored stays in its stream and is read again, and who
  /// sent what is not is told.
  private void notTaken(
      LedgerEntry entry, SubjectCursor cursor, Optional<CursorStep> step, Throwable failure) {
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
          cursor.undo(step.get());
          var _ = host.timers().after(TRY_AGAIN, onLeft);
        });
  }

  /// Tells that a command that nobody stores is not taken. It is not kept that this was said.
  private void turnAway(LedgerEntry entry, Throwable failure) {
    OutboxMessage answer =
        host.answers()
            .terminal(
                entry,
                State.Terminal.REJECTED,
                Map.of("reason", "this node cannot keep it: " + failure.getMessage()));
    Headers headers = new Headers(answer.headers());
    bus.publish(
        new OutboundMessage(
            addresses.liveReply(entry.subject(), entry.id()), headers, answer.body()));
    answer.copyTo().ifPresent(to -> bus.publish(new OutboundMessage(to, headers, answer.body())));
  }

  /// What was answered before this ledger began is not done again. What had not ended when the old
  /// one was lost never will.
  private boolean isAnswered(LedgerEntry entry, SubjectCursor cursor) {
    State before = answered.get(entry.id());
    if (before == null || entry.sequence() == 0) {
      return false;
    }
    try {
      if (host.ledger().state(entry.id()).isPresent()) {
        return false;
      }
      if (before instanceof State.Terminal terminal) {
        remember(entry, terminal, cursor);
      } else {
        refuse(
            entry,
            State.Terminal.UNKNOWN,
            "the node lost its ledger after it was accepted",
            cursor);
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e); // read again, rather than run again
    }
  }

  private void remember(LedgerEntry entry, State.Terminal state, SubjectCursor cursor)
      throws IOException {
    CursorStep step = cursor.step(entry.sequence());
    try {
      host.ledger().remember(entry, state, step);
    } catch (IOException e) {
      cursor.undo(step);
      throw e;
    }
    log.warn(
        "{} was answered \"{}\" before this ledger began; it is not run", entry.id(), state.word());
  }
}
