package io.steward.runtime.process;

import io.steward.api.State;
import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// What a process has done since the node started, for the unit's state.
final class ProcessStats {

  private final ChangeListeners changes;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong busyNanos = new AtomicLong();
  private final AtomicLong restarts = new AtomicLong();
  private final AtomicReference<String> state = new AtomicReference<>("idle");
  private final AtomicReference<String> lastError = new AtomicReference<>("");
  private volatile boolean broken;

  /// @param changes told of what should be known before the next heartbeat
  ProcessStats(ChangeListeners changes) {
    this.changes = changes;
  }

  /// A message has ended.
  ///
  /// @param why it did not end well, or empty
  void recordOutcome(State last, String why) {
    if (last == State.Terminal.SUCCEEDED || last == State.InProgress.ACCEPTED) {
      done.incrementAndGet();
    } else {
      if (!why.isEmpty()) {
        recordError(why);
      }
      failed.incrementAndGet();
    }
  }

  /// It goes on with another handler, or its source once more.
  void countRestart() {
    restarts.incrementAndGet();
  }

  /// The handler has worked so long on one message.
  void addBusyTime(long nanos) {
    busyNanos.addAndGet(nanos);
  }

  /// What it does now, which may be something else at once.
  void setState(String now) {
    state.set(now);
  }

  /// What it does now, for long.
  void announceState(String now) {
    setState(now);
    changes.notifyListener();
  }

  /// It begins to work, or to wait.
  void announceStart(String now) {
    broken = false;
    announceState(now);
  }

  /// Its handler is called no more.
  void announceBroken(String why) {
    broken = true;
    announceState(why);
  }

  /// Whether its handler is called no more.
  boolean isBroken() {
    return broken;
  }

  void recordError(String line) {
    lastError.set(line);
    changes.notifyListener();
  }

  /// As it is told.
  ProcessReport report(String subject, int waiting) {
    return new ProcessReport(
        subject,
        state.get(),
        waiting,
        done.get(),
        failed.get(),
        busyNanos.get(),
        restarts.get(),
        lastError.get());
  }
}
