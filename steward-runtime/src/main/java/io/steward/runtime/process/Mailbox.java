package io.steward.runtime.process;

import io.steward.runtime.ledger.LedgerEntry;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingDeque;

/// What waits in memory for a process, in order: so many commands, and so many bytes of them. What
/// finds no room waits in its stream. A place is taken before a command is written to the ledger,
/// and filled when that is done.
final class Mailbox {

  private static final long MAX_BYTES = 16L << 20;

  private final int capacity;
  private final Runnable onRoom;
  private final LinkedBlockingDeque<Optional<LedgerEntry>> queue = new LinkedBlockingDeque<>();
  private int reserved;
  private long bytes;
  private boolean reservationFailed;

  /// @param capacity commands
  /// @param onRoom told when there is room again after somebody found none
  Mailbox(int capacity, Runnable onRoom) {
    this.capacity = capacity;
    this.onRoom = onRoom;
  }

  /// Takes a place. One command always has room, however large it is.
  ///
  /// @return whether there was one
  synchronized boolean reserve(LedgerEntry entry) {
    if (reserved > 0 && (reserved >= capacity || bytes + entry.body().length > MAX_BYTES)) {
      reservationFailed = true;
      return false;
    }
    addReservation(entry);
    return true;
  }

  private void addReservation(LedgerEntry entry) {
    reserved++;
    bytes += entry.body().length;
  }

  /// Gives a place back, which was not needed, or whose command was taken out.
  void releaseReservation(LedgerEntry entry) {
    boolean room;
    synchronized (this) {
      reserved--;
      bytes -= entry.body().length;
      room = reservationFailed && reserved == 0;
      reservationFailed &= !room;
      notifyAll();
    }
    if (room) {
      onRoom.run();
    }
  }

  /// Fills the place that was taken for a command.
  void put(LedgerEntry entry) {
    queue.add(Optional.of(entry));
  }

  /// Puts a command in that was accepted before the node started, room or not.
  void restore(LedgerEntry entry) {
    synchronized (this) {
      addReservation(entry);
    }
    put(entry);
  }

  /// Puts a command back that was taken and is not executed now, before all others.
  void putBack(LedgerEntry entry) {
    synchronized (this) {
      addReservation(entry);
    }
    queue.addFirst(Optional.of(entry));
  }

  /// Wakes one thread that waits for a command, with none.
  void wake() {
    queue.add(Optional.empty());
  }

  /// Waits for the next command; nothing when woken.
  Optional<LedgerEntry> take() throws InterruptedException {
    Optional<LedgerEntry> next = queue.take();
    next.ifPresent(this::releaseReservation);
    return next;
  }

  /// Waits until nothing waits, nor is about to.
  synchronized void awaitEmpty() throws InterruptedException {
    while (reserved > 0) {
      wait();
    }
  }

  /// How many wait, or are about to.
  synchronized int size() {
    return reserved;
  }
}
