package io.steward.runtime.emulation;

import io.steward.api.State;
import io.steward.runtime.ledger.LedgerEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The ledger of an emulated unit, in memory. It survives the unit, as a disk does, but not the
/// program. Of messages that have ended, only the latest are kept.
///
/// Safe for use by any thread.
final class MemoryLedger {

  private static final int MAX_ROWS = 100;

  private final Map<String, Row> rows = new LinkedHashMap<>();
  private long commandsRun;
  private long commandsRepeated;

  /// @param entry null once the message has ended
  /// @param runs how often it was run
  private record Row(@Nullable LedgerEntry entry, State state, int runs, boolean cancelled) {

    Row withState(State newState) {
      return new Row(newState.isTerminal() ? null : entry, newState, runs, cancelled);
    }
  }

  /// Counts of runs.
  ///
  /// @param commands the number of commands that were run
  /// @param repeated the number of those that were run more than once
  record Runs(long commands, long repeated) {

    Runs plus(Runs other) {
      return new Runs(commands + other.commands, repeated + other.repeated);
    }
  }

  /// A message that has not ended.
  record Open(LedgerEntry entry, State state) {}

  /// Adds a message in a state.
  ///
  /// @return whether it is new
  synchronized boolean add(LedgerEntry entry, State state) {
    Row existing = rows.get(entry.id());
    if (existing != null && existing.state() != State.InProgress.STORED) {
      return false;
    }
    boolean cancelled = existing != null && existing.cancelled();
    rows.put(entry.id(), new Row(entry, state, 0, cancelled).withState(state));
    evict();
    return true;
  }

  /// Advances a message to a state.
  ///
  /// @return whether it is known and had not ended before
  synchronized boolean advance(String id, State state) {
    Row row = rows.get(id);
    if (row == null || row.state().isTerminal()) {
      return false;
    }
    rows.put(id, row.withState(state));
    return true;
  }

  /// Counts a run of a message.
  synchronized void recordRun(String id) {
    Row row = rows.get(id);
    if (row != null) {
      commandsRun += row.runs() == 0 ? 1 : 0;
      commandsRepeated += row.runs() == 1 ? 1 : 0;
      rows.put(id, new Row(row.entry(), row.state(), row.runs() + 1, row.cancelled()));
    }
  }

  /// The state of a message that was added.
  synchronized Optional<State> state(String id) {
    return Optional.ofNullable(rows.get(id))
        .map(Row::state)
        .filter(state -> state != State.InProgress.STORED);
  }

  /// Marks a message as cancelled, whether it was added already or arrives later.
  synchronized void cancel(String id) {
    Row row = rows.getOrDefault(id, new Row(null, State.InProgress.STORED, 0, true));
    rows.put(id, new Row(row.entry(), row.state(), row.runs(), true));
    evict();
  }

  synchronized boolean isCancelled(String id) {
    Row row = rows.get(id);
    return row != null && row.cancelled();
  }

  /// All messages that have not ended, in the order in which they were added.
  synchronized List<Open> open() {
    return rows.values().stream()
        .flatMap(
            row -> Optional.ofNullable(row.entry()).map(e -> new Open(e, row.state())).stream())
        .toList();
  }

  synchronized int size() {
    return rows.size();
  }

  synchronized Runs runs() {
    return new Runs(commandsRun, commandsRepeated);
  }

  private void evict() {
    if (rows.size() > MAX_ROWS) {
      var oldest = rows.values().iterator();
      while (oldest.hasNext()) {
        if (oldest.next().entry() == null) {
          oldest.remove();
          return;
        }
      }
    }
  }
}
