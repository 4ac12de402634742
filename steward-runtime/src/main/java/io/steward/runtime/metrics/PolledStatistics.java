package io.steward.runtime.metrics;

import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import java.time.Duration;
import java.util.List;

/// Statistics that a node can provide at any time, and so need not report as they change.
public interface PolledStatistics {

  /// The status of each process.
  List<ProcessReport> processes();

  /// The number of messages in the ledger; negative if it cannot be read.
  long ledgerMessages();

  /// The number of messages in the outbox; negative if the ledger cannot be read.
  long outboxMessages();

  /// The total size of the messages in the outbox, in bytes.
  long outboxBytes();

  /// The number of connections to the broker after the first.
  long reconnects();

  /// The time since the broker last confirmed a heartbeat, or since the node started.
  Duration heartbeatAge();
}
