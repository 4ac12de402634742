package io.steward.runtime.process;

import io.steward.api.NodeName;
import io.steward.runtime.concurrent.LoggedTask;
import io.steward.runtime.engine.Timers;
import io.steward.runtime.ledger.Cancellation;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.ledger.MessageKey;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The commands of a process that run now, and the only way to interrupt them. A run whose thread
/// does not return after its interrupt is abandoned.
///
/// Safe for use by any thread.
final class RunningCommands {

  /// How long a thread may take to return after its interrupt.
  static final Duration INTERRUPT_TIMEOUT = Duration.ofSeconds(5);

  private final Ledger ledger;
  private final Predicate<NodeName> from;
  private final Timers timers;
  private final Consumer<HandlerRun> onAbandoned;
  private final Map<MessageKey, HandlerRun> running = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  /// @param from who may send the commands, and so may cancel them
  /// @param onAbandoned called on a thread of its own when a run was abandoned
  RunningCommands(
      Ledger ledger, Predicate<NodeName> from, Timers timers, Consumer<HandlerRun> onAbandoned) {
    this.ledger = ledger;
    this.from = from;
    this.timers = timers;
    this.onAbandoned = onAbandoned;
  }

  /// Adds a run: from here on it can be interrupted, also by a request that came just before.
  void add(HandlerRun run) {
    running.put(run.entry().key(), run);
    if (isCancelled(run.entry())) {
      var _ = interrupt(run, HandlerRun.Cause.CANCEL);
    }
    if (stopping) {
      var _ = interrupt(run, HandlerRun.Cause.STOP);
    }
  }

  /// Removes a run whose thread has returned.
  ///
  /// @return false if it was abandoned before
  boolean end(HandlerRun run) {
    running.remove(run.entry().key());
    return run.end();
  }

  /// Whether a command is cancelled by somebody who may send it.
  boolean isCancelled(LedgerEntry entry) {
    return ledger.cancellations(entry.key()).stream().anyMatch(each -> applies(each, entry));
  }

  private boolean applies(Cancellation cancellation, LedgerEntry entry) {
    return cancellation.concerns(entry) && from.test(cancellation.by());
  }

  /// Cancels a command that is running here.
  ///
  /// @return whether this call interrupted it
  boolean cancel(Cancellation cancellation) {
    HandlerRun run = running.get(cancellation.key());
    return run != null
        && applies(cancellation, run.entry())
        && interrupt(run, HandlerRun.Cause.CANCEL);
  }

  /// Interrupts all runs, since their process is retired.
  void retire() {
    running.values().forEach(run -> interrupt(run, HandlerRun.Cause.RETIRE));
  }

  /// Interrupts all runs, and those to come, since the node stops.
  void stop() {
    stopping = true;
    running.values().forEach(run -> interrupt(run, HandlerRun.Cause.STOP));
  }

  /// Whether the node stops.
  boolean isStopping() {
    return stopping;
  }

  /// Interrupts a run, and abandons it if its thread does not return within the timeout.
  ///
  /// @return whether this call interrupted it
  boolean interrupt(HandlerRun run, HandlerRun.Cause cause) {
    if (!run.interrupt(cause)) {
      return false;
    }
    LoggedTask abandon = new LoggedTask("abandoning a command", () -> abandonIfStuck(run));
    var _ = timers.after(INTERRUPT_TIMEOUT, () -> Thread.ofVirtual().start(abandon));
    return true;
  }

  private void abandonIfStuck(HandlerRun run) {
    if (run.abandon()) {
      running.remove(run.entry().key());
      onAbandoned.accept(run);
    }
  }
}
