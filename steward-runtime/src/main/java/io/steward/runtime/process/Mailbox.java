package io.steward.runtime.process;

import io.steward.runtime.ledger.LedgerEntry;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingDeque;

/// What waits in memory for a process, in order: so many commands, and so many bytes of them. What
/// finds no room waits in its stream. A place is taken before a command is written to the ledger,
/// and filled when that is done.
final class Mailbox {

  private static final long MOST_BYTES = 16L << 20;

  private final int most;
  private final Runnable onRoom;
  private final LinkedBlockingDeque<Optional<LedgerEntry>> waiting = new LinkedBlockingDeque<>();
  private int occupied;
  private long bytes;
  private boolean refused;

  /// @param most commands
  /// @param onRoom told when there is room again after somebody found none
  Mailbox(int most, Runnable onRoom) {
    this.most = most;
    this.onRoom = onRoom;
  }

  /// Takes a place. One command always has room, however large it is.
  ///
  /// @return whether there was one
  synchronized boolean reserve(LedgerEntry entry) {
    if (occupied > 0 && (occupied >= most || bytes + entry.body().length > MOST_BYTES)) {
      refused = true;
      return false;
    }
    occupy(entry);
    return true;
  }

  private void occupy(LedgerEntry entry) {
    occupied++;
    bytes += entry.body().length;
  }

  /// Gives a place back, which was not needed, or whose command was taken out.
  void releaseReservation(LedgerEntry entry) {
    boolean room;
    synchronized (this) {
      occupied--;
      bytes -= entry.body().length;
      room = refused && occupied == 0;
      refused &= !room;
      notifyAll();
    }
    if (room) {
      onRoom.run();
    }
  }

  /// Fills the place that was taken for a command.
  void put(LedgerEntry entry) {
    waiting.add(Optional.of(entry));
  }

  /// Puts a command in that was accepted before the node started, room or not.
  void restore(LedgerEntry entry) {
    synchronized (this) {
      occupy(entry);
    }
    put(entry);
  }

  /// Puts a command back that was taken and is not executed now, before all others.
  void putBack(LedgerEntry entry) {
    synchronized (this) {
      occupy(entry);
    }
    waiting.addFirst(Optional.of(entry));
  }

  /// Wakes one thread that waits for a command, with none.
  void wake() {
    waiting.add(Optional.empty());
  }

  /// Waits for the next command; nothing when woken.
  Optional<LedgerEntry> take() throws InterruptedException {
    Optional<LedgerEntry> next = waiting.take();
    next.ifPresent(this::releaseReservation);
    return next;
  }

  /// Waits until nothing waits, nor is about to.
  synchronized void awaitEmpty() throws InterruptedException {
    while (occupied > 0) {
      wait();
    }
  }

  /// How many wait, or are about to.
  synchronized int size() {
    return occupied;
  }
}
