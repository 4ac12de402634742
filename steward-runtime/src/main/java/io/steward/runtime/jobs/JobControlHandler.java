package io.steward.runtime.jobs;

import java.time.Instant;
import java.util.Optional;

/// What wishes make of a job.
///
/// @param running where it stands
/// @param away how many of its units have not ended and are away
record JobControlHandler(RunningJob running, int away) {

  /// Fulfils a wish.
  ///
  /// @param now when
  void apply(JobControl control, Instant now) {
    switch (control.action()) {
      case PAUSE -> pause(control);
      case RESUME -> resume(now);
      case CANCEL -> cancel(control);
      case RETRY_FAILED -> retry(now);
    }
  }

  /// Says why a wish is not fulfilled.
  void reject(JobControl control) {
    running.why = control.by() + " may not " + control.action().word() + " it";
  }

  private void pause(JobControl control) {
    if (running.ended.isEmpty() && running.phase != JobPhase.CANCELLED) {
      running.phase = JobPhase.PAUSED;
      running.why = "by " + control.by();
      running.clearSplayed();
    }
  }

  private void resume(Instant now) {
    if (running.phase == JobPhase.PAUSED || running.phase == JobPhase.STOPPED) {
      if (running.phase == JobPhase.STOPPED) {
        running.acceptedFailures = running.failed();
        running.acceptedAway = away;
      }
      continueJob(now);
    }
  }

  private void cancel(JobControl control) {
    if (running.ended.isEmpty()) {
      running.phase = JobPhase.CANCELLED;
      running.why = "by " + control.by();
      running.clearSplayed();
    }
  }

  private void retry(Instant now) {
    if (running.phase == JobPhase.REJECTED || running.retryFailed() == 0) {
      return;
    }
    running.acceptedFailures = 0;
    continueJob(now);
  }

  /// A job whose time is over has as much time again.
  private void continueJob(Instant now) {
    if (!now.isBefore(running.deadline)) {
      running.deadline = now.plus(running.spec.duration());
    }
    running.phase = JobPhase.RUNNING;
    running.why = "";
    running.ended = Optional.empty();
  }
}
