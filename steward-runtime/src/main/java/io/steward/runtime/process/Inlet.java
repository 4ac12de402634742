package io.steward.runtime.process;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Delivery;
import io.steward.runtime.bus.Header;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// What comes in on one subject, live or from its stream: each stored message once, in order.
///
/// Live messages are taken as long as nothing is missing. When something is (the last sequence
/// before one shows it, or a full mailbox, or a link that was down), the inlet is *behind*: live
/// messages are let go, and the stream is read from where it stopped.
final class Inlet {

  private final String stream;
  private final String filter;
  private final Taker taker;
  private final Runnable onBehind;
  private final ReentrantLock lock = new ReentrantLock();
  private long seen;
  private long heard;
  private boolean behind = true;

  /// Takes a message.
  @FunctionalInterface
  interface Taker {
    /// Takes one, and says whether there was room for it.
    boolean take(Delivery delivery);
  }

  /// @param stream where the messages are stored
  /// @param filter the stored subject
  /// @param taker told of each message once
  /// @param onBehind told when the stream should be read
  Inlet(String stream, String filter, Taker taker, Runnable onBehind) {
    this.stream = stream;
    this.filter = filter;
    this.taker = taker;
    this.onBehind = onBehind;
  }

  /// The stored subject.
  String filter() {
    return filter;
  }

  /// Sets the place to go on from.
  void startAt(long sequence) {
    lock.lock();
    try {
      seen = sequence;
      heard = 0;
      behind = true;
    } finally {
      lock.unlock();
    }
  }

  /// Something may have been missed.
  void doubt() {
    lock.lock();
    try {
      behind = true;
    } finally {
      lock.unlock();
    }
  }

  /// A taken message turned out not to be: it is read again.
  void undo(long sequence) {
    lock.lock();
    try {
      seen = Math.min(seen, sequence - 1);
      behind = true;
    } finally {
      lock.unlock();
    }
  }

  /// A live message.
  void hear(Delivery delivery) {
    boolean missing = false;
    lock.lock();
    try {
      if (!delivery.isStored()) {
        taker.take(delivery); // nobody promised anything for it
      } else if (behind) {
        heard = Math.max(heard, delivery.sequence());
      } else if (delivery.sequence() > seen) {
        if (previous(delivery) > seen || !taker.take(delivery)) {
          behind = true;
          missing = true;
          heard = Math.max(heard, delivery.sequence());
        } else {
          seen = delivery.sequence();
        }
      }
    } finally {
      lock.unlock();
    }
    if (missing) {
      onBehind.run();
    }
  }

  private static long previous(Delivery delivery) {
    return delivery.headers().find(Header.LAST_SEQUENCE).map(Long::parseLong).orElse(0L);
  }

  /// Reads what is missing.
  ///
  /// @throws IOException when the broker cannot be asked; then it is still behind
  void catchUp(Bus bus) throws IOException, InterruptedException {
    while (isBehind()) {
      Optional<Delivery> last = bus.last(stream, filter);
      long end = last.map(Delivery::sequence).orElse(0L);
      if (end > place() && !read(bus)) {
        return; // no room now: the process asks again when there is
      }
      lock.lock();
      try {
        if (heard <= Math.max(seen, end)) {
          behind = false;
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private boolean read(Bus bus) throws IOException, InterruptedException {
    try (Bus.Backlog backlog = bus.read(stream, filter, new Bus.Start.At(place() + 1))) {
      for (Optional<Delivery> next = backlog.next(); next.isPresent(); next = backlog.next()) {
        lock.lock();
        try {
          if (next.get().sequence() > seen) {
            if (!taker.take(next.get())) {
              return false;
            }
            seen = next.get().sequence();
          }
        } finally {
          lock.unlock();
        }
      }
    }
    return true;
  }

  /// Up to where everything was taken; 0 when nothing was.
  long place() {
    lock.lock();
    try {
      return seen;
    } finally {
      lock.unlock();
    }
  }

  /// Whether the stream should be read.
  boolean isBehind() {
    lock.lock();
    try {
      return behind;
    } finally {
      lock.unlock();
    }
  }
}
