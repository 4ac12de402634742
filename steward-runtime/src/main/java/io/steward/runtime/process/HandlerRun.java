package io.steward.runtime.process;

import io.steward.api.State;
import io.steward.runtime.ledger.LedgerEntry;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One run of a handler on one thread, and the only way to interrupt it: never before it has begun,
/// never after it has ended, and for one cause.
final class HandlerRun {

  /// Why a run is interrupted.
  enum Cause {
    /// Its time is up.
    TIMEOUT(State.Terminal.TIMED_OUT),
    /// Its sender, or an operator, does not want it any more.
    CANCEL(State.Terminal.CANCELLED),
    /// Its process stops, or is to go on with another handler.
    RETIRE(State.Terminal.CANCELLED),
    /// The node stops.
    STOP(State.Terminal.CANCELLED);

    private final State.Terminal state;

    Cause(State.Terminal state) {
      this.state = state;
    }

    /// What such a run ends as.
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
  /// @param onAbandon told when nobody waits for it any more
  HandlerRun(LedgerEntry entry, Runnable onAbandon) {
    this.entry = entry;
    this.onAbandon = onAbandon;
  }

  /// What is run.
  LedgerEntry entry() {
    return entry;
  }

  /// Interrupts the run, unless it was before or has ended.
  ///
  /// @return whether this call did
  synchronized boolean interrupt(Cause why) {
    if (ended || cause != null) {
      return false;
    }
    cause = why;
    thread.interrupt();
    return true;
  }

  /// Ends the run on behalf of a thread that does not.
  ///
  /// @return whether it had not ended
  synchronized boolean abandon() {
    if (ended) {
      return false;
    }
    ended = true;
    abandoned = true;
    onAbandon.run();
    return true;
  }

  /// The thread has come back. Clears its interrupt flag, which was meant for the run, or set by
  /// the handler itself.
  ///
  /// @return whether anybody still waits for it; false when it was abandoned
  @SuppressWarnings("InterruptedExceptionSwallowed") // the flag is cleared on purpose
  synchronized boolean end() {
    ended = true;
    Thread.interrupted();
    return !abandoned;
  }

  /// Why it was interrupted, when it was.
  synchronized Optional<Cause> cause() {
    return Optional.ofNullable(cause);
  }
}
