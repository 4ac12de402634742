package io.steward.runtime.jobs;

import java.time.Instant;
import java.util.Optional;

/// What wishes make of a job.
///
/// @param standing where it stands
/// @param away how many of its units have not ended and are away
record Fulfilment(Standing standing, int away) {

  /// Fulfils a wish.
  ///
  /// @param now when
  void of(Wish wish, Instant now) {
    switch (wish.wish()) {
      case PAUSE -> pause(wish);
      case RESUME -> resume(now);
      case CANCEL -> cancel(wish);
      case RETRY_FAILED -> retry(now);
    }
  }

  /// Says why a wish is not fulfilled.
  void refuse(Wish wish) {
    standing.why = wish.by() + " may not " + wish.wish().word() + " it";
  }

  private void pause(Wish wish) {
    if (standing.ended.isEmpty() && standing.phase != Phase.CANCELLED) {
      standing.phase = Phase.PAUSED;
      standing.why = "by " + wish.by();
      standing.holdBack();
    }
  }

  private void resume(Instant now) {
    if (standing.phase == Phase.PAUSED || standing.phase == Phase.STOPPED) {
      if (standing.phase == Phase.STOPPED) {
        standing.forgivenFailed = standing.failed();
        standing.forgivenAway = away;
      }
      goOn(now);
    }
  }

  private void cancel(Wish wish) {
    if (standing.ended.isEmpty()) {
      standing.phase = Phase.CANCELLED;
      standing.why = "by " + wish.by();
      standing.holdBack();
    }
  }

  private void retry(Instant now) {
    if (standing.phase == Phase.REJECTED || standing.retryFailed() == 0) {
      return;
    }
    standing.forgivenFailed = 0;
    goOn(now);
  }

  /// A job whose time is over has as much time again.
  private void goOn(Instant now) {
    if (!now.isBefore(standing.deadline)) {
      standing.deadline = now.plus(standing.order.span());
    }
    standing.phase = Phase.RUNNING;
    standing.why = "";
    standing.ended = Optional.empty();
  }
}
