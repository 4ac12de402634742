package io.steward.runtime.process;

import io.steward.api.State;
import io.steward.runtime.engine.ChangeListeners;
import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// What a process does and has done since the node started, for the unit's state.
final class ProcessStats {

  private final ChangeListeners changes;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong busyNanos = new AtomicLong();
  private final AtomicLong restarts = new AtomicLong();
  private final AtomicReference<String> state = new AtomicReference<>("idle");
  private final AtomicReference<String> lastError = new AtomicReference<>("");
  private volatile boolean broken;

  /// @param changes notified of what should be known before the next heartbeat
  ProcessStats(ChangeListeners changes) {
    this.changes = changes;
  }

  /// Counts how a message ended.
  ///
  /// @param why the reason if it failed, or empty
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

  /// Counts a new instance of the handler, or a restart of the source.
  void countRestart() {
    restarts.incrementAndGet();
  }

  /// Adds how long the handler has run for one message.
  void addBusyTime(long nanos) {
    busyNanos.addAndGet(nanos);
  }

  /// Sets what it does now, which may change at any moment.
  void setState(String now) {
    state.set(now);
  }

  /// Sets what it does now for some time, and notifies the listener.
  void announceState(String now) {
    setState(now);
    changes.notifyListener();
  }

  /// Sets what it does at its start; its handler is no longer disabled.
  void announceStart(String now) {
    broken = false;
    announceState(now);
  }

  /// Sets why its handler is disabled.
  void announceBroken(String why) {
    broken = true;
    announceState(why);
  }

  /// Whether its handler is disabled.
  boolean isBroken() {
    return broken;
  }

  void recordError(String line) {
    lastError.set(line);
    changes.notifyListener();
  }

  /// Its report in the unit's state.
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
