package io.steward.runtime.builtin;

import io.steward.runtime.bus.MessageIdGenerator;
import io.steward.runtime.databind.Json;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.process.ProcessHost;
import io.steward.runtime.process.StartupSpec;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The commands that a node runs at its start, in the order of the configuration. Their sender is
/// the node itself, since its operator wrote them. Each start has runs of its own.
public final class StartupCommands {

  private static final Logger log = LoggerFactory.getLogger(StartupCommands.class);

  private final ProcessHost host;
  private final LocalRuns runs;
  private final Deque<StartupSpec> remaining;

  public StartupCommands(ProcessHost host, LocalRuns runs, Collection<StartupSpec> specs) {
    this.host = host;
    this.runs = runs;
    this.remaining = new ArrayDeque<>(specs);
  }

  /// Accepts the remaining commands, as far as the disk allows.
  ///
  /// @return whether none remain
  public boolean acceptRemaining() {
    try {
      while (!remaining.isEmpty()) {
        runs.accept(entry(remaining.getFirst()));
        remaining.removeFirst();
      }
    } catch (IOException e) {
      log.error("{} startup commands wait for the disk: {}", remaining.size(), e.getMessage());
    }
    return remaining.isEmpty();
  }

  private LedgerEntry entry(StartupSpec spec) {
    return new LedgerEntry(
        MessageIdGenerator.next(host.engine().clock()),
        spec.subject(),
        host.engine().node(),
        host.engine().clock().instant(),
        new LedgerEntry.Limits(Optional.empty(), spec.timeout()),
        LedgerEntry.Origin.trigger(LedgerEntry.STARTUP),
        LedgerEntry.Arguments.of(Json.write(spec.arguments())));
  }
}
