package io.steward.runtime.process;

import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads or writes the ledger as often as it takes: a disk may be full, and is cleared.
///
/// @param process whose name is in the log
/// @param tally of the process, which says that it waits
/// @param deadlines for the pauses
/// @param isStopping whether the node stops, and nothing is to be waited for
record Insistence(String process, Tally tally, Deadlines deadlines, BooleanSupplier isStopping) {

  private static final Logger log = LoggerFactory.getLogger(CommandProcess.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /// Something that reads or writes the ledger.
  @FunctionalInterface
  interface Noting {
    boolean attempt() throws IOException;
  }

  /// Does it at last.
  ///
  /// @return what it yields
  /// @throws InterruptedException when the node stops first
  boolean on(Noting noting) throws InterruptedException {
    Pause pause = new Pause(deadlines, SHORTEST_PAUSE, LONGEST_PAUSE);
    while (true) {
      try {
        return noting.attempt();
      } catch (IOException e) {
        log.error("{}: {}", process, e.getMessage());
        tally.error(String.valueOf(e.getMessage()));
        tally.stays("waiting for the disk");
        if (isStopping.getAsBoolean()) {
          throw new InterruptedException("the node stops");
        }
        pause.take();
      }
    }
  }
}
