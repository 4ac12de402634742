package io.steward.runtime.jobs;

import java.time.Instant;
import java.util.Optional;

/// Applies control requests to a job.
///
/// @param running the job
/// @param away the number of its units that are away and have not ended
record JobControlHandler(RunningJob running, int away) {

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
    running.why = control.by() + " is not allowed to " + control.action().word() + " it";
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

  /// If the deadline has passed, the job gets its full duration again.
  private void continueJob(Instant now) {
    if (!now.isBefore(running.deadline)) {
      running.deadline = now.plus(running.spec.duration());
    }
    running.phase = JobPhase.RUNNING;
    running.why = "";
    running.ended = Optional.empty();
  }
}
