package io.steward.runtime.metrics;

import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import java.time.Duration;
import java.util.List;

/// What a node knows of itself at any time, and so need not be told as it happens.
public interface NodeStatistics {

  /// How each process is.
  List<ProcessReport> processes();

  /// How many messages the ledger remembers; negative when it cannot be read.
  long ledgerMessages();

  /// How many words wait for the broker; negative when the ledger cannot be read.
  long outboxMessages();

  /// How large they are together.
  long outboxBytes();

  /// How many connections to the broker came after the first.
  long reconnects();

  /// How long ago the broker last confirmed a heartbeat, or the node started.
  Duration heartbeatAge();
}
