package io.steward.api;

import java.util.List;

/// The newest warnings and errors in a node's log, for reading. *steward gives you this*; only
/// steward implements it, so methods may be added.
///
/// The newest thousand are kept in memory. They come from the whole program, its plugins included,
/// and start before any plugin is loaded. What the log's configuration filters out is not included.
public interface RecentLog {

  /// {@return an identifier generated when the program started; a different one means that
  /// numbering has restarted}
  String run();

  /// Waits for entries after a number, and returns the oldest of those still kept.
  ///
  /// May be called by several threads concurrently.
  ///
  /// @param number of the last entry already read; 0 for none
  /// @param limit the maximum number of entries; at least 1
  /// @return at least one entry, in the order of their numbers. If the first does not directly
  ///   follow the given number, the entries between are no longer kept
  /// @throws IllegalArgumentException when the number is negative, or `limit` is not positive
  /// @throws InterruptedException when interrupted while waiting
  List<LogEntry> after(long number, int limit) throws InterruptedException;
}
