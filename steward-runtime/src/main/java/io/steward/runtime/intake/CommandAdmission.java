package io.steward.runtime.intake;

import io.steward.api.MessageType;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.builtin.BuiltinCommands;
import io.steward.runtime.builtin.CancelHandler;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.databind.SpellingSuggestion;
import io.steward.runtime.engine.MetricsListener;
import io.steward.runtime.ledger.CursorAdvance;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.ledger.OutboxMessage;
import io.steward.runtime.process.CommandProcess;
import io.steward.runtime.process.Host;
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

/// Accepts inbound commands into the ledger and the mailbox, or rejects them. If the ledger cannot
/// be written, commands stay in their stream.
final class CommandAdmission {

  private static final Logger log = LoggerFactory.getLogger(CommandIntake.class);
  private static final Duration RETRY_DELAY = Duration.ofSeconds(2);

  private final Host host;
  private final Bus bus;
  private final Addresses addresses;
  private final AdmissionPolicy policy;
  private final Supplier<Map<Subject, CommandProcess>> processes;
  private final Runnable onRetry;
  private final AtomicBoolean ledgerFailing = new AtomicBoolean();
  private volatile String incarnation = "";
  private volatile Map<String, State> answeredBefore = Map.of();

  /// @param processes the current processes by subject
  /// @param onRetry called after a delay when a command was left in its stream
  CommandAdmission(
      Host host,
      Bus bus,
      Addresses addresses,
      Supplier<Map<Subject, CommandProcess>> processes,
      Runnable onRetry) {
    this.host = host;
    this.bus = bus;
    this.addresses = addresses;
    this.policy = new AdmissionPolicy(host.clock());
    this.processes = processes;
    this.onRetry = onRetry;
  }

  /// Starts with an incarnation of the stream.
  ///
  /// @param before what this node answered before its ledger was created, by id
  void startStream(String stream, Map<String, State> before) {
    answeredBefore = before;
    incarnation = stream;
  }

  /// Everything that was stored has been read.
  void caughtUp() {
    answeredBefore = Map.of();
  }

  /// The id of a stored message.
  String id(InboundMessage inbound) {
    return policy.id(inbound, incarnation);
  }

  /// Accepts or rejects a command of a process.
  ///
  /// @return false if the mailbox has no room for it
  boolean admit(CommandProcess process, SubjectCursor cursor, InboundMessage inbound) {
    Subject subject = process.subject();
    return switch (policy.decide(inbound, subject, process.spec().from(), incarnation)) {
      case AdmissionPolicy.Decision.Reject(
              LedgerEntry entry,
              State.Terminal state,
              String reason) -> {
        conclude(entry, state, reason, cursor);
        yield true;
      }
      case AdmissionPolicy.Decision.Accept(LedgerEntry entry) -> {
        if (skipIfAnsweredBefore(entry, cursor)) {
          yield true;
        }
        if (!process.mailbox().reserve(entry)) {
          yield false;
        }
        if (subject.method().equals(CancelHandler.METHOD)
            && subject.domain().equals(BuiltinCommands.DOMAIN)) {
          recordCancellation(entry);
        }
        accept(process, entry, cursor);
        yield true;
      }
    };
  }

  private void recordCancellation(LedgerEntry cancellation) {
    try {
      CancelHandler.recordCancellation(host.ledger(), cancellation);
    } catch (IOException e) {
      log.error(
          "the cancellation {} takes effect only in its turn: {}",
          cancellation.id(),
          e.getMessage());
    }
  }

  /// Rejects a command for which no process is bound.
  boolean rejectUnbound(SubjectCursor cursor, InboundMessage inbound) {
    Subject subject =
        inbound.headers().find(Header.STORED_IN).isPresent() || !inbound.isStored()
            ? Subject.parse(inbound.subject())
            : addresses.parseStoredSubject(inbound.subject());
    if (processes.get().containsKey(subject) || subject.type() != MessageType.COMMAND) {
      return true; // it has a cursor of its own
    }
    AdmissionPolicy.Decision decision =
        policy.decide(inbound, subject, sender -> true, incarnation);
    LedgerEntry entry =
        switch (decision) {
          case AdmissionPolicy.Decision.Accept(LedgerEntry accepted) -> accepted;
          case AdmissionPolicy.Decision.Reject(LedgerEntry refused, State.Terminal _, String _) ->
              refused;
        };
    List<String> known = processes.get().keySet().stream().map(Subject::toString).toList();
    conclude(
        entry,
        State.Terminal.REJECTED,
        "nothing here handles " + subject + SpellingSuggestion.hint(subject.toString(), known),
        cursor);
    return true;
  }

  private void accept(CommandProcess process, LedgerEntry entry, SubjectCursor cursor) {
    Optional<CursorAdvance> step = step(entry, cursor);
    var _ =
        host.ledger()
            .acceptLater(entry, host.answers().accepted(entry), step)
            .whenComplete((fresh, failure) -> {
              if (failure != null) {
                process.mailbox().releaseReservation(entry);
                onLedgerFailure(entry, cursor, step, failure);
                return;
              }
              ledgerFailing.set(false);
              if (fresh) {
                countState(entry, State.InProgress.ACCEPTED);
                process.mailbox().put(entry);
              } else {
                process.mailbox().releaseReservation(entry);
                host.discardEndedBody(entry);
              }
            });
  }

  private void conclude(
      LedgerEntry entry, State.Terminal state, String reason, SubjectCursor cursor) {
    log.info(
        "{} from {} on {}: {}, {}",
        entry.id(),
        entry.from(),
        entry.subject(),
        state.word(),
        reason);
    OutboxMessage answer = host.answers().terminal(entry, state, Map.of("reason", reason));
    Optional<CursorAdvance> step = step(entry, cursor);
    var _ =
        host.ledger()
            .concludeLater(entry, state, answer, step)
            .whenComplete((fresh, failure) -> {
              if (failure != null) {
                onLedgerFailure(entry, cursor, step, failure);
              } else {
                if (fresh) {
                  countState(entry, state);
                }
                host.discardEndedBody(entry); // it may duplicate one that has not ended
              }
            });
  }

  private void countState(LedgerEntry entry, State state) {
    Subject subject = entry.subject();
    host.metrics()
        .stateReached(
            processes.get().containsKey(subject) ? subject.toString() : MetricsListener.UNBOUND,
            state);
  }

  private static Optional<CursorAdvance> step(LedgerEntry entry, SubjectCursor cursor) {
    return entry.sequence() > 0 ? Optional.of(cursor.step(entry.sequence())) : Optional.empty();
  }

  /// The ledger could not be written: a stored message stays in its stream and is read again; the
  /// sender of an unstored one gets an answer.
  private void onLedgerFailure(
      LedgerEntry entry, SubjectCursor cursor, Optional<CursorAdvance> step, Throwable failure) {
    if (!ledgerFailing.getAndSet(true)) {
      log.error("commands stay in their stream: {}", failure.getMessage());
    }
    if (step.isEmpty()) {
      rejectUnstored(entry, failure);
      return;
    }
    // on another thread: this one writes the ledger, for which the holder of the cursor may wait
    Thread.ofVirtual()
        .start(() -> {
          cursor.undo(step.get());
          var _ = host.timers().after(RETRY_DELAY, onRetry);
        });
  }

  /// Rejects a command that is not stored. The answer is not recorded.
  private void rejectUnstored(LedgerEntry entry, Throwable failure) {
    OutboxMessage answer =
        host.answers()
            .terminal(
                entry,
                State.Terminal.REJECTED,
                Map.of("reason", "this node cannot store it: " + failure.getMessage()));
    Headers headers = new Headers(answer.headers());
    bus.publish(
        new OutboundMessage(
            addresses.liveReplySubject(entry.subject(), entry.id()), headers, answer.body()));
    answer.copyTo().ifPresent(to -> bus.publish(new OutboundMessage(to, headers, answer.body())));
  }

  /// Skips a command that was answered before this ledger was created. A command that had no
  /// outcome when the old ledger was lost ends as unknown.
  private boolean skipIfAnsweredBefore(LedgerEntry entry, SubjectCursor cursor) {
    State before = answeredBefore.get(entry.id());
    if (before == null || entry.sequence() == 0) {
      return false;
    }
    try {
      if (host.ledger().state(entry.id()).isPresent()) {
        return false;
      }
      if (before instanceof State.Terminal terminal) {
        recordOutcome(entry, terminal, cursor);
      } else {
        conclude(
            entry,
            State.Terminal.UNKNOWN,
            "the node lost its ledger after it was accepted",
            cursor);
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e); // read the stream again rather than run the command twice
    }
  }

  private void recordOutcome(LedgerEntry entry, State.Terminal state, SubjectCursor cursor)
      throws IOException {
    CursorAdvance step = cursor.step(entry.sequence());
    try {
      host.ledger().remember(entry, state, step);
    } catch (IOException e) {
      cursor.undo(step);
      throw e;
    }
    log.warn(
        "{} was answered \"{}\" before this ledger was created; it does not run again",
        entry.id(),
        state.word());
  }
}
