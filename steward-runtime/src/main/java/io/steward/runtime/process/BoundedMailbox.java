package io.steward.runtime.process;

import io.steward.runtime.intake.Mailbox;
import io.steward.runtime.ledger.LedgerEntry;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingDeque;

/// The bounded queue of the commands that wait in memory for a process, in order: limited in number
/// and in bytes. Commands without room wait in their stream. A place is reserved before a command
/// is written to the ledger, and filled when it is durable.
public final class BoundedMailbox implements Mailbox {

  private static final long MAX_BYTES = 16L << 20;

  private final int capacity;
  private final Runnable onRoom;
  private final LinkedBlockingDeque<Optional<LedgerEntry>> queue = new LinkedBlockingDeque<>();
  private int reserved;
  private long bytes;
  private boolean reservationFailed;

  /// @param capacity how many commands it holds, at most
  /// @param onRoom called when there is room again after a reservation failed
  BoundedMailbox(int capacity, Runnable onRoom) {
    this.capacity = capacity;
    this.onRoom = onRoom;
  }

  /// Reserves a place. One command always has room, however large it is.
  ///
  /// @return whether there was room
  @Override
  public synchronized boolean reserve(LedgerEntry entry) {
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

  /// Releases a place that was not needed, or whose command was taken.
  @Override
  public void releaseReservation(LedgerEntry entry) {
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

  /// Fills the place that was reserved for a command.
  @Override
  public void put(LedgerEntry entry) {
    queue.add(Optional.of(entry));
  }

  /// Adds a command that was accepted before the node started, even without room.
  public void restore(LedgerEntry entry) {
    synchronized (this) {
      addReservation(entry);
    }
    put(entry);
  }

  /// Puts back a command that was taken but is not executed now, ahead of all others.
  void putBack(LedgerEntry entry) {
    synchronized (this) {
      addReservation(entry);
    }
    queue.addFirst(Optional.of(entry));
  }

  /// Wakes one thread that waits for a command, without giving it one.
  void wake() {
    queue.add(Optional.empty());
  }

  /// Waits for the next command; empty if woken.
  Optional<LedgerEntry> take() throws InterruptedException {
    Optional<LedgerEntry> next = queue.take();
    next.ifPresent(this::releaseReservation);
    return next;
  }

  /// Waits until no place is reserved or filled.
  synchronized void awaitEmpty() throws InterruptedException {
    while (reserved > 0) {
      wait();
    }
  }

  /// How many places are reserved or filled.
  synchronized int size() {
    return reserved;
  }
}
