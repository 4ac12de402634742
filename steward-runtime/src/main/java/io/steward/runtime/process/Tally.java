package io.steward.runtime.process;

import io.steward.api.State;
import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// What a process has done since the node started, for the unit's state.
final class Tally {

  private final AtomicLong done = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicReference<String> state = new AtomicReference<>("idle");
  private final AtomicReference<String> lastError = new AtomicReference<>("");

  void ended(State last) {
    (last == State.Last.SUCCEEDED || last == State.Open.ACCEPTED ? done : failed).incrementAndGet();
  }

  void is(String now) {
    state.set(now);
  }

  void error(String line) {
    lastError.set(line);
  }

  /// As it is told.
  ProcessReport report(String subject, int waiting) {
    return new ProcessReport(
        subject, state.get(), waiting, done.get(), failed.get(), lastError.get());
  }
}
