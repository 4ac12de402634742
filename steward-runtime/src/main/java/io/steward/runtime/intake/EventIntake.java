package io.steward.runtime.intake;

import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.concurrent.Backoff;
import io.steward.runtime.concurrent.DeadlyError;
import io.steward.runtime.engine.MetricsListener.Ignored;
import io.steward.runtime.engine.WorkGate;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.ledger.OutboxMessage;
import io.steward.runtime.ledger.Recorded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the events of one subject, one at a time: from its stream through a durable consumer, and
/// those that are not stored. Each is handled, recorded in the ledger, and only then acknowledged
/// to the broker.
///
/// Belongs to one thread.
public final class EventIntake {

  private static final Logger log = LoggerFactory.getLogger(EventIntake.class);
  private static final Duration IN_PROGRESS_INTERVAL = Duration.ofSeconds(10);
  private static final Duration MIN_BACKOFF = Duration.ofMillis(200);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(30);

  private final IntakeContext context;
  private final Bus bus;
  private final Subject subject;
  private final Predicate<NodeName> from;
  private String incarnation = "";

  /// How an event ended.
  ///
  /// @param state accepted, or a terminal state
  /// @param reason why it was not accepted, or empty
  public record Conclusion(State state, String reason) {

    /// Its effect is durable.
    public static final Conclusion ACCEPTED = new Conclusion(State.InProgress.ACCEPTED, "");
  }

  /// Handles accepted events.
  public interface Receiver {

    /// Handles an event, and returns once its effect is durable or it is refused.
    ///
    /// @throws InterruptedException if it stays in its stream
    Conclusion receive(LedgerEntry entry) throws InterruptedException, IOException;

    /// An event has ended, for the first time.
    void ended(Conclusion conclusion);
  }

  /// @param from which senders are allowed
  public EventIntake(IntakeContext context, Bus bus, Subject subject, Predicate<NodeName> from) {
    this.context = context;
    this.bus = bus;
    this.subject = subject;
    this.from = from;
  }

  /// Takes events until the gate is closed.
  ///
  /// @param unstored the events that are not stored in a stream
  /// @param gate is entered for each event
  public void run(Queue<InboundMessage> unstored, WorkGate gate, Receiver receiver)
      throws InterruptedException {
    Backoff backoff = new Backoff(MIN_BACKOFF, MAX_BACKOFF);
    while (!gate.isClosed()) {
      try (Bus.DurableConsumer consumer = bus.consume(subject)) {
        incarnation = bus.incarnation(context.answers().addresses().eventsStream());
        backoff.reset();
        take(consumer, unstored, gate, receiver);
      } catch (IOException e) {
        log.debug("{}: {}", subject, e.toString());
        context.engine().timers().sleep(backoff.next());
      }
    }
  }

  private void take(
      Bus.DurableConsumer consumer,
      Queue<InboundMessage> unstored,
      WorkGate gate,
      Receiver receiver)
      throws IOException, InterruptedException {
    while (!gate.isClosed()) {
      InboundMessage unstoredMessage = unstored.peek();
      if (unstoredMessage != null && gate.enter()) {
        try {
          process(unstoredMessage, () -> {}, receiver);
          unstored.remove();
        } finally {
          gate.leave();
        }
      }
      if (unstoredMessage != null) {
        continue;
      }
      Optional<Bus.AckableMessage> next = consumer.next();
      if (next.isPresent() && gate.enter()) {
        try {
          process(next.get().message(), next.get()::inProgress, receiver);
          next.get().acknowledge();
        } finally {
          gate.leave();
        }
      }
    }
  }

  private void process(InboundMessage inbound, Runnable inProgress, Receiver receiver)
      throws IOException, InterruptedException {
    try {
      judge(inbound, inProgress, receiver);
    } catch (UncheckedIOException e) {
      throw e.getCause(); // the disk or the broker, not the event
    } catch (RuntimeException | Error e) { // a bug, which must not keep it from the next event
      DeadlyError.rethrow(e);
      log.error("{}: an event is ignored", subject, e);
      context.refusals().ignore(Ignored.UNREADABLE, subject + ": " + e);
    }
  }

  private void judge(InboundMessage inbound, Runnable inProgress, Receiver receiver)
      throws IOException, InterruptedException {
    switch (context.policy().decide(inbound, subject, from, incarnation)) {
      case AdmissionPolicy.Decision.Reject(
              LedgerEntry entry,
              State.Terminal state,
              String reason) -> {
        Conclusion conclusion = new Conclusion(state, reason);
        if (state == State.Terminal.REJECTED) {
          refuse(entry, conclusion, receiver);
        } else {
          conclude(entry, conclusion, receiver);
        }
      }
      case AdmissionPolicy.Decision.Accept(LedgerEntry entry) -> {
        Optional<Recorded> before = context.ledger().find(entry);
        if (before.isPresent()) {
          // a duplicate is answered again, in case the broker has lost the answer
          conclude(entry, Conclusion.ACCEPTED, receiver);
        } else {
          var keepAlive = context.engine().timers().every(IN_PROGRESS_INTERVAL, inProgress);
          try {
            conclude(entry, receiver.receive(entry), receiver);
          } finally {
            keepAlive.cancel(false);
          }
        }
      }
    }
  }

  private void refuse(LedgerEntry entry, Conclusion conclusion, Receiver receiver)
      throws IOException {
    end(entry, conclusion, context.refuse(entry, conclusion.reason(), Optional.empty()), receiver);
  }

  private void conclude(LedgerEntry entry, Conclusion conclusion, Receiver receiver)
      throws IOException {
    State state = conclusion.state();
    OutboxMessage answer =
        state instanceof State.Terminal terminal
            ? context.answers().terminal(entry, terminal, Map.of("reason", conclusion.reason()))
            : context.answers().accepted(entry);
    end(
        entry,
        conclusion,
        context.ledger().concludeLater(entry, state, answer, Optional.empty()),
        receiver);
  }

  private void end(
      LedgerEntry entry,
      Conclusion conclusion,
      CompletableFuture<Recorded> recording,
      Receiver receiver)
      throws IOException {
    try {
      switch (recording.join()) {
        case NEW -> {
          context.arguments().discard(entry);
          receiver.ended(conclusion);
          context.engine().metrics().stateReached(subject.toString(), conclusion.state());
        }
        case DUPLICATE -> context.arguments().discard(entry);
        case ID_TAKEN ->
            context.refusals().ignore(Ignored.ID_TAKEN, entry.id() + " from " + entry.from());
      }
    } catch (CompletionException e) {
      throw new IOException("the ledger cannot be written", e);
    }
  }
}
