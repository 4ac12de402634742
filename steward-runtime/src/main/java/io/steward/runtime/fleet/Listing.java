package io.steward.runtime.fleet;

import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What was found, and how much of it could not be read: what others store may be of another
/// version, or no document at all, and must not keep anybody from seeing the rest.
///
/// @param entries what could be read
/// @param unreadable how many entries could not be read
public record Listing<T>(List<T> entries, int unreadable) {

  public Listing {
    entries = List.copyOf(entries);
  }

  /// Reads an entry.
  @FunctionalInterface
  interface EntryReader<T> {

    /// Reads it from what was stored.
    ///
    /// @throws IllegalArgumentException if there is none in what was stored
    /// @throws DateTimeException if it has a time that there is not
    /// @throws IOException if the broker cannot be queried, which ends the listing
    T read() throws IOException, InterruptedException;
  }

  /// Collects entries, and counts those that cannot be read.
  static final class Collector<T> {

    private final List<T> entries = new ArrayList<>();
    private int unreadable;

    void add(EntryReader<T> entry) throws IOException, InterruptedException {
      try {
        entries.add(entry.read());
      } catch (IllegalArgumentException | DateTimeException e) {
        skip();
      }
    }

    void skip() {
      unreadable++;
    }

    /// The entries so far.
    List<T> entries() {
      return entries;
    }

    Listing<T> sorted(Comparator<T> order) {
      entries.sort(order);
      return new Listing<>(entries, unreadable);
    }
  }
}
