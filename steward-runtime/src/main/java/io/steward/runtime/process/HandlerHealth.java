package io.steward.runtime.process;

import io.steward.api.Subject;
import io.steward.runtime.engine.Timers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the handler of a process can be used: broken handlers cause pauses, and after too many
/// consecutive failures the process rejects all commands.
///
/// Safe for use by any thread.
final class HandlerHealth {

  private static final Logger log = LoggerFactory.getLogger(HandlerHealth.class);

  private final Subject subject;
  private final ProcessStats stats;
  private final RestartPolicy restarts = new RestartPolicy();
  private volatile String rejectReason;

  /// @param unavailableReason why every command is rejected; empty if none is
  HandlerHealth(Subject subject, ProcessStats stats, String unavailableReason) {
    this.subject = subject;
    this.stats = stats;
    this.rejectReason = unavailableReason;
  }

  /// Why every command is rejected; empty if none is.
  String rejectReason() {
    return rejectReason;
  }

  /// The handler was called and is not broken.
  void recordSuccess() {
    restarts.reset();
  }

  /// The handler is broken: pauses before the next command, and after too many failures rejects all
  /// commands.
  ///
  /// @param retired ends the pause
  void recordFailure(String reason, Timers timers, CountDownLatch retired)
      throws InterruptedException {
    stats.recordError(reason);
    Duration pause = restarts.recordFailure();
    if (restarts.isExhausted()) {
      rejectReason = RestartPolicy.describe(reason);
      log.error("{}: {}", subject, rejectReason);
      stats.announceBroken(rejectReason);
    } else if (pause.isPositive()) {
      stats.announceState("pausing after repeated failures");
      var _ = timers.await(retired, pause);
    }
  }
}
