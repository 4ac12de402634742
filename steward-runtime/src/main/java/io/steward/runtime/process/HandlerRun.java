package io.steward.runtime.process;

import io.steward.api.State;
import io.steward.runtime.ledger.LedgerEntry;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One run of a handler on one thread, and the only way to interrupt it: never before it has begun,
/// never after it has ended, and for one cause only.
final class HandlerRun {

  /// Why a run is interrupted.
  enum Cause {
    /// Its timeout has passed.
    TIMEOUT(State.Terminal.TIMED_OUT),
    /// Its sender or an operator has cancelled it.
    CANCEL(State.Terminal.CANCELLED),
    /// Its process stops or gets another handler.
    RETIRE(State.Terminal.CANCELLED),
    /// The node stops.
    STOP(State.Terminal.CANCELLED);

    private final State.Terminal state;

    Cause(State.Terminal state) {
      this.state = state;
    }

    /// The outcome of a run that is interrupted for this cause.
    State.Terminal state() {
      return state;
    }
  }

  private final Thread thread = Thread.currentThread();
  private final LedgerEntry entry;
  private final Runnable onAbandon;
  private @Nullable Cause cause;
  private boolean ended;
  private boolean abandoned;

  /// A run on the calling thread.
  ///
  /// @param onAbandon called when the run is abandoned
  HandlerRun(LedgerEntry entry, Runnable onAbandon) {
    this.entry = entry;
    this.onAbandon = onAbandon;
  }

  /// The command that runs.
  LedgerEntry entry() {
    return entry;
  }

  /// Interrupts the run, unless it was interrupted before or has ended.
  ///
  /// @return whether this call interrupted it
  synchronized boolean interrupt(Cause why) {
    if (ended || cause != null) {
      return false;
    }
    cause = why;
    thread.interrupt();
    return true;
  }

  /// Ends the run on behalf of a thread that does not return.
  ///
  /// @return whether it had not ended before
  synchronized boolean abandon() {
    if (ended) {
      return false;
    }
    ended = true;
    abandoned = true;
    onAbandon.run();
    return true;
  }

  /// The handler has returned. Clears the thread's interrupt flag, which was meant for the run or
  /// set by the handler itself.
  ///
  /// @return false if the run was abandoned before
  @SuppressWarnings("InterruptedExceptionSwallowed") // the flag is cleared on purpose
  synchronized boolean end() {
    ended = true;
    Thread.interrupted();
    return !abandoned;
  }

  /// Why it was interrupted, if it was.
  synchronized Optional<Cause> cause() {
    return Optional.ofNullable(cause);
  }
}
