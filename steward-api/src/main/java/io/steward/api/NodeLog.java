package io.steward.api;

import java.util.List;

/// The warnings and errors of a node's log. *You are given this*; only steward implements it, so it
/// may grow.
///
/// The newest thousand are kept, in memory: those of the whole program, its plugins' included, from
/// before any of them was loaded. What the log leaves out is not among them.
public interface NodeLog {

  /// {@return a word that was made up when the program started: with another one, entries are
  /// numbered anew}
  String run();

  /// Waits until there are entries after a number, and gives the oldest of those that are kept.
  ///
  /// May be called by any thread, and by several.
  ///
  /// @param number of the last entry that is known; 0 for none
  /// @param most how many are given; 1 or more
  /// @return one or more, in the order of their numbers. When the first does not follow upon the
  ///   number, those between are not kept any more
  /// @throws IllegalArgumentException when the number is negative, or `most` is not positive
  /// @throws InterruptedException when interrupted while it waits
  List<LogEntry> after(long number, int most) throws InterruptedException;
}
