package io.steward.runtime.node;

import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.metrics.PolledStatistics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// Reads the statistics of a running node.
///
/// @param reports the state of its processes
/// @param nodeLedger its ledger
/// @param sessions counts its connections to the broker
/// @param heartbeat publishes its heartbeats
record NodeGauges(
    Supplier<List<ProcessReport>> reports,
    Ledger nodeLedger,
    SessionCounter sessions,
    HeartbeatPublisher heartbeat)
    implements PolledStatistics {

  @Override
  public List<ProcessReport> processes() {
    return reports.get();
  }

  @Override
  public long ledgerMessages() {
    return countOrUnknown(nodeLedger::size);
  }

  @Override
  public long outboxMessages() {
    return countOrUnknown(nodeLedger.outbox()::size);
  }

  @Override
  public long outboxBytes() {
    return nodeLedger.outbox().bytes();
  }

  @Override
  public long reconnects() {
    return sessions.reconnects();
  }

  @Override
  public Duration heartbeatAge() {
    return heartbeat.age();
  }

  /// A number read from the ledger.
  @FunctionalInterface
  interface Count {
    /// Reads the number.
    ///
    /// @throws IOException if the ledger cannot be read
    long read() throws IOException;
  }

  /// Reads a number from the ledger; -1 if it cannot be read, which the processes report as a
  /// problem.
  static long countOrUnknown(Count count) {
    try {
      return count.read();
    } catch (IOException e) {
      return -1;
    }
  }
}
