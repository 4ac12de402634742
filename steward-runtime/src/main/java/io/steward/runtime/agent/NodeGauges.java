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
/// @param record what it has accepted
/// @param sessions its connections
/// @param heart its heartbeats
record NodeGauges(
    Supplier<List<ProcessReport>> reports,
    Ledger record,
    SessionCounter sessions,
    HeartbeatPublisher heart)
    implements NodeStatistics {

  @Override
  public List<ProcessReport> processes() {
    return reports.get();
  }

  @Override
  public long ledgerMessages() {
    return counted(record::size);
  }

  @Override
  public long outboxMessages() {
    return counted(record.outgoing()::size);
  }

  @Override
  public long outboxBytes() {
    return record.outgoing().bytes();
  }

  @Override
  public long reconnects() {
    return sessions.reconnects();
  }

  @Override
  public Duration heartbeatAge() {
    return heart.age();
  }

  /// Something the ledger counts.
  @FunctionalInterface
  interface Count {
    /// Counts it now.
    ///
    /// @throws IOException when the ledger cannot be read
    long now() throws IOException;
  }

  /// A number of the ledger's; negative when it cannot be read, which the processes say.
  static long counted(Count count) {
    try {
      return count.now();
    } catch (IOException e) {
      return -1;
    }
  }
}
