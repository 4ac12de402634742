package io.steward.runtime.jobs;

import java.time.Instant;
import java.util.function.Predicate;

/// Applies control requests to a job.
///
/// @param running the job
/// @param away the number of its units that are away and have not ended
/// @param maxAttempt the number of the last attempt that operators have allowed
/// @param targeted whether a unit matches the targets
record JobControlHandler(RunningJob running, int away, int maxAttempt, Predicate<String> targeted) {

  /// Applies a control request.
  ///
  /// @param now the current time
  void apply(JobControl control, Instant now) {
    switch (control.action()) {
      case PAUSE -> pause(control);
      case RESUME -> resume(now);
      case CANCEL -> cancel(control);
      case RETRY_FAILED -> retry(now);
    }
  }

  /// Records that a request was rejected, and why.
  void reject(JobControl control) {
    running.note(control.by() + " is not allowed to " + control.action().word() + " it");
  }

  private void pause(JobControl control) {
    if (!running.hasEnded() && running.phase() != JobPhase.CANCELLED) {
      running.pause("by " + control.by());
    }
  }

  private void resume(Instant now) {
    if (running.phase() == JobPhase.STOPPED) {
      running.accept(away);
    }
    if (running.phase() == JobPhase.PAUSED || running.phase() == JobPhase.STOPPED) {
      running.resume(now);
    }
  }

  private void cancel(JobControl control) {
    if (!running.hasEnded()) {
      running.cancel("by " + control.by());
    }
  }

  private void retry(Instant now) {
    if (running.phase() != JobPhase.REJECTED && running.retryFailed(maxAttempt, targeted) > 0) {
      running.resume(now);
    }
  }
}
