package io.steward.runtime.agent;

import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.metrics.NodeStatistics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// What a running node knows of itself.
///
/// @param reports how its processes are
/// @param nodeLedger what it has accepted
/// @param sessions its connections
/// @param heartbeat its heartbeats
record NodeGauges(
    Supplier<List<ProcessReport>> reports,
    Ledger nodeLedger,
    SessionCounter sessions,
    HeartbeatPublisher heartbeat)
    implements NodeStatistics {

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
    return countOrUnknown(nodeLedger.outgoing()::size);
  }

  @Override
  public long outboxBytes() {
    return nodeLedger.outgoing().bytes();
  }

  @Override
  public long reconnects() {
    return sessions.reconnects();
  }

  @Override
  public Duration heartbeatAge() {
    return heartbeat.age();
  }

  /// Something the ledger counts.
  @FunctionalInterface
  interface Count {
    /// Counts it now.
    ///
    /// @throws IOException when the ledger cannot be read
    long read() throws IOException;
  }

  /// A number of the ledger's; negative when it cannot be read, which the processes say.
  static long countOrUnknown(Count count) {
    try {
      return count.read();
    } catch (IOException e) {
      return -1;
    }
  }
}
