package io.steward.runtime.process;

import io.steward.runtime.concurrent.Backoff;
import io.steward.runtime.engine.Timers;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads or writes the ledger, and retries until that succeeds: space on a full disk may be freed.
///
/// @param process the name of the process in the log
/// @param stats of the process, which show that it waits
/// @param timers for the pauses
/// @param isStopping whether the node stops, which ends the retries
record LedgerRetry(String process, ProcessStats stats, Timers timers, BooleanSupplier isStopping) {

  private static final Logger log = LoggerFactory.getLogger(LedgerRetry.class);
  private static final Duration MIN_BACKOFF = Duration.ofMillis(100);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(5);

  /// Reads or writes the ledger.
  @FunctionalInterface
  interface LedgerAccess {
    boolean attempt() throws IOException, InterruptedException;
  }

  /// Retries until it succeeds.
  ///
  /// @return its result
  /// @throws InterruptedException if the node stops first
  boolean retry(LedgerAccess ledgerAccess) throws InterruptedException {
    Backoff backoff = new Backoff(MIN_BACKOFF, MAX_BACKOFF);
    while (true) {
      try {
        return ledgerAccess.attempt();
      } catch (IOException e) {
        log.error("{}: {}", process, e.getMessage());
        stats.recordError(String.valueOf(e.getMessage()));
        stats.announceState("waiting for the disk");
        if (isStopping.getAsBoolean()) {
          throw new InterruptedException("the node stops");
        }
        timers.sleep(backoff.next());
      }
    }
  }
}
