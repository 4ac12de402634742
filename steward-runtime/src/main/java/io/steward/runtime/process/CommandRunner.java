package io.steward.runtime.process;

import io.steward.api.CommandHandler;
import io.steward.api.State;
import io.steward.runtime.concurrent.DeadlyError;
import io.steward.runtime.engine.EngineContext;
import io.steward.runtime.engine.Timers;
import io.steward.runtime.fleet.Expiry;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.ledger.OutboxMessage;
import io.steward.runtime.objects.UnusableBodyException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Executes commands, each on the thread that calls it: fetches the arguments, records `running`,
/// enforces the timeout, and records the outcome.
///
/// @param <A> the arguments of the handler
final class CommandRunner<A extends Record> {

  private final CommandSpec<A> spec;
  private final ProcessHost host;
  private final EngineContext engine;
  private final BoundedMailbox mailbox;
  private final ProcessStats stats;
  private final HandlerHealth health;
  private final RunningCommands running;
  private final LedgerRetry retry;
  private final OutcomeRecorder outcomes;

  /// The thread that executes a command.
  ///
  /// @param <A> the arguments of the handler
  interface Worker<A extends Record> {

    /// Its handler, created if there is none or it was dropped.
    CommandHandler<A> handler();

    /// Drops the handler, which is broken.
    void dropHandler();

    /// Takes no further command, since its current one is abandoned.
    void detach();

    /// Pauses after the handler has failed, or disables it.
    void recordFailure(String reason) throws InterruptedException;
  }

  /// @param mailbox where commands are put back that another handler should execute
  CommandRunner(
      CommandSpec<A> spec,
      ProcessHost host,
      BoundedMailbox mailbox,
      ProcessStats stats,
      HandlerHealth health,
      RunningCommands running) {
    this.spec = spec;
    this.host = host;
    this.engine = host.engine();
    this.mailbox = mailbox;
    this.stats = stats;
    this.health = health;
    this.running = running;
    String name = spec.subject().toString();
    this.retry = new LedgerRetry(name, stats, engine.timers(), running::isStopping);
    this.outcomes = new OutcomeRecorder(host, spec.subject(), stats, retry);
  }

  /// Executes a command, and returns when it has ended or is left to another execution.
  void execute(LedgerEntry entry, Worker<A> worker) {
    try {
      String rejectReason = health.rejectReason();
      if (running.isCancelled(entry)) {
        outcomes.end(entry, State.Terminal.CANCELLED, "cancelled before it ran");
      } else if (Expiry.hasPassed(entry.expires(), engine.clock())) {
        outcomes.end(entry, State.Terminal.EXPIRED, "it waited too long");
      } else if (!rejectReason.isEmpty()) {
        outcomes.end(entry, State.Terminal.REJECTED, rejectReason);
      } else if (entry.bodyAt().isEmpty() || fetchArguments(entry, worker)) {
        if (host.poison().isSuspect(entry)) {
          runAlone(entry, worker);
        } else {
          run(entry, worker);
        }
      }
    } catch (InterruptedException stop) {
      // the node stops before the ledger can be written: it is resumed at the next start
    } catch (RuntimeException | Error e) {
      DeadlyError.rethrow(e);
      endAfterBug(entry, e);
      throw e;
    } finally {
      stats.setState(health.rejectReason().isEmpty() ? "idle" : health.rejectReason());
    }
  }

  /// Ends a command that a bug of the node has ended: nobody knows whether its handler has run.
  private void endAfterBug(LedgerEntry entry, Throwable bug) {
    try {
      outcomes.end(entry, State.Terminal.UNKNOWN, "the node has a bug: " + bug);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt(); // it is resumed at the next start
    } catch (RuntimeException | Error again) {
      bug.addSuppressed(again);
    }
  }

  /// Fetches arguments that are stored separately, which may take long.
  ///
  /// @return whether they are here; otherwise the command has ended, or is left to its next
  ///   execution
  private boolean fetchArguments(LedgerEntry entry, Worker<A> worker) throws InterruptedException {
    HandlerRun run = new HandlerRun(entry, worker::detach);
    running.add(run);
    stats.setState("fetching " + entry.id());
    State.Terminal state = State.Terminal.EXPIRED;
    String reason = "its arguments could not be fetched in time";
    try {
      if (host.arguments().fetch(entry)) {
        return true;
      }
    } catch (UnusableBodyException e) {
      state = State.Terminal.REJECTED;
      reason = e.reason();
    } catch (InterruptedException stopped) {
      if (run.cause().filter(HandlerRun.Cause.CANCEL::equals).isEmpty()) {
        handOver(run);
        return false;
      }
      state = State.Terminal.CANCELLED;
      reason = "cancelled before it ran";
    } finally {
      var _ = running.end(run);
    }
    outcomes.end(entry, state, reason);
    return false;
  }

  /// Runs a suspect, whose whole execution is noted, or ends it if the node died of it too often.
  private void runAlone(LedgerEntry entry, Worker<A> worker) throws InterruptedException {
    Path fetched = host.arguments().fetchedPath(entry);
    PoisonMessages.Work<Boolean> work =
        () -> {
          run(entry, worker);
          return true;
        };
    // an exception is thrown only before it runs
    var _ =
        retry.retry(
            () -> host.poison().guard(entry, fetched, work, reason -> endDeadly(entry, reason)));
  }

  private boolean endDeadly(LedgerEntry entry, String reason)
      throws IOException, InterruptedException {
    Optional<State> state = host.ledger().state(entry.key());
    boolean ran = state.filter(State.InProgress.RUNNING::equals).isPresent();
    outcomes.end(entry, ran ? State.Terminal.UNKNOWN : State.Terminal.REJECTED, reason);
    return true;
  }

  private void run(LedgerEntry entry, Worker<A> worker) throws InterruptedException {
    Execution<A> execution = new Execution<>(spec, host, entry);
    if (!retry.retry(execution::bind)) {
      outcomes.end(entry, State.Terminal.REJECTED, execution.details());
      return;
    }
    OutboxMessage runningAnswer = host.answers().running(entry);
    Timers timers = engine.timers();
    long deadline = timers.nanos() + execution.timeout().toNanos(); // from the running answer
    if (!retry.retry(
        () -> host.ledger().advance(entry.key(), State.InProgress.RUNNING, runningAnswer))) {
      return; // it has ended meanwhile
    }
    engine.metrics().stateReached(spec.subject().toString(), State.InProgress.RUNNING);
    engine.metrics().waited(spec.subject(), waitingTime(entry));
    stats.setState("running " + entry.id());
    HandlerRun run =
        new HandlerRun(
            entry,
            () -> {
              worker.detach(); // before its thread can take another command
              execution.abandon();
            });
    running.add(run);
    Duration left = Duration.ofNanos(deadline - timers.nanos());
    var timer = timers.after(left, () -> running.interrupt(run, HandlerRun.Cause.TIMEOUT));
    boolean broken;
    boolean isCurrent;
    try {
      broken = call(execution, worker);
    } finally {
      timer.cancel(false);
      isCurrent = running.end(run);
    }
    if (!isCurrent) {
      return; // abandoned: its outcome is recorded and this thread replaced
    }
    conclude(execution, run, broken);
    if (broken) {
      worker.dropHandler();
      stats.countRestart();
      worker.recordFailure(execution.reason());
    }
  }

  /// @return whether the handler is broken
  private boolean call(Execution<A> execution, Worker<A> worker) {
    long started = System.nanoTime();
    boolean broken = execution.call(worker::handler);
    long elapsed = System.nanoTime() - started;
    stats.addBusyTime(elapsed);
    engine.metrics().ran(spec.subject(), Duration.ofNanos(elapsed));
    return broken;
  }

  private void conclude(Execution<A> execution, HandlerRun run, boolean broken)
      throws InterruptedException {
    if (!broken) {
      health.recordSuccess();
    }
    execution.finish();
    run.cause().ifPresent(cause -> execution.recordInterrupt(cause, execution.timeout()));
    if (isHandedOver(run)) {
      handOver(run);
    } else {
      outcomes.endLater(run.entry(), execution.state(), execution.details());
    }
  }

  /// How long it has waited since it was received; zero if the clock was set back meanwhile.
  private Duration waitingTime(LedgerEntry entry) {
    Duration waited = Duration.between(entry.received(), engine.clock().instant());
    return waited.isNegative() ? Duration.ZERO : waited;
  }

  /// Whether a run is left to its next execution: by the node after its next start, or by the next
  /// handler.
  private boolean isHandedOver(HandlerRun run) {
    return spec.repeatable()
        && run.cause()
            .filter(cause -> cause == HandlerRun.Cause.STOP || cause == HandlerRun.Cause.RETIRE)
            .isPresent();
  }

  private void handOver(HandlerRun run) {
    if (run.cause().filter(HandlerRun.Cause.RETIRE::equals).isPresent()) {
      mailbox.putBack(run.entry());
    }
  }

  /// Records the outcome of a run whose thread does not return.
  void recordAbandoned(HandlerRun run, String reason) throws InterruptedException {
    HandlerRun.Cause cause = run.cause().orElse(HandlerRun.Cause.TIMEOUT);
    if (cause != HandlerRun.Cause.STOP || !spec.repeatable()) {
      outcomes.end(
          run.entry(), cause.state(), reason); // else its next execution would run beside it
    }
  }
}
