package io.steward.runtime.intake;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.ledger.CursorAdvance;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;

/// The inbound messages of one subject, live or from its stream: each stored message once, in
/// order.
///
/// Live messages are handled as long as none is missing. When one may be missing (its successor's
/// last sequence shows a gap, the mailbox was full, or the link was down), the cursor is *behind*:
/// live messages are dropped, and the stream is read from the cursor's position.
public final class SubjectCursor {

  private final String stream;
  private final String filter;
  private final MessageHandler handler;
  private final Runnable onBehind;
  private final Runnable onUndone;
  private final ReentrantLock lock = new ReentrantLock();
  private String incarnation = "";
  private long position;
  private long recorded;
  private long highestLive;
  private long undoCount;
  private boolean behind = true;

  /// Handles messages.
  @FunctionalInterface
  public interface MessageHandler {
    /// Handles a message.
    ///
    /// @param step the step to the message, to be recorded with it; empty if it is not stored
    Disposition handle(InboundMessage inbound, Optional<CursorAdvance> step);
  }

  /// What became of a message.
  public sealed interface Disposition {

    /// There is no room for it now: it is read again later.
    record NoRoom() implements Disposition {}

    /// It needs no record here.
    record Skipped() implements Disposition {}

    /// It is being recorded together with the step to it.
    ///
    /// @param durable completes once it is recorded; if it fails, the message is read again
    record Recorded(CompletionStage<?> durable) implements Disposition {}
  }

  /// @param stream where the messages are stored
  /// @param filter the stored subject
  /// @param handler called once for each message
  /// @param onBehind called when the stream should be read
  /// @param onUndone called when a message could not be recorded and should be read again
  public SubjectCursor(
      String stream, String filter, MessageHandler handler, Runnable onBehind, Runnable onUndone) {
    this.stream = stream;
    this.filter = filter;
    this.handler = handler;
    this.onBehind = onBehind;
    this.onUndone = onUndone;
  }

  /// The stored subject.
  public String filter() {
    return filter;
  }

  /// Sets the position from which to continue.
  ///
  /// @param stream the incarnation of the stream
  public void startAt(String stream, long sequence) {
    lock.lock();
    try {
      incarnation = stream;
      position = sequence;
      recorded = sequence;
      highestLive = 0;
      behind = true;
    } finally {
      lock.unlock();
    }
  }

  /// Whether its position is one in this incarnation of the stream.
  boolean isIn(String stream) {
    lock.lock();
    try {
      return incarnation.equals(stream);
    } finally {
      lock.unlock();
    }
  }

  /// Messages may have been missed.
  public void suspectGap() {
    lock.lock();
    try {
      behind = true;
    } finally {
      lock.unlock();
    }
  }

  /// The link was restored: messages may have been missed, and what was received before tells
  /// nothing about the stream as it is now.
  public void linkRestored() {
    lock.lock();
    try {
      highestLive = 0;
      behind = true;
    } finally {
      lock.unlock();
    }
  }

  /// Passes a message to the handler. The caller holds the lock.
  ///
  /// @return whether there was room for it
  private boolean pass(InboundMessage inbound) {
    Optional<CursorAdvance> step =
        inbound.isStored()
            ? Optional.of(new CursorAdvance(filter, incarnation, recorded, inbound.sequence()))
            : Optional.empty();
    return switch (handler.handle(inbound, step)) {
      case Disposition.NoRoom() -> false;
      case Disposition.Skipped() -> true;
      case Disposition.Recorded(CompletionStage<?> durable) -> {
        step.ifPresent(made -> {
          recorded = made.to();
          undoOnFailure(made, durable);
        });
        yield true;
      }
    };
  }

  /// Undoes a step when its message could not be recorded: on another thread, since the one that
  /// writes the ledger must not wait for the lock, whose holder may wait for the ledger.
  private void undoOnFailure(CursorAdvance step, CompletionStage<?> durable) {
    var _ =
        durable.whenComplete((recorded, failure) -> {
          if (failure != null) {
            Thread.ofVirtual()
                .start(() -> {
                  undo(step);
                  onUndone.run();
                });
          }
        });
  }

  private void undo(CursorAdvance step) {
    lock.lock();
    try {
      if (step.incarnation().equals(incarnation)) {
        position = Math.min(position, step.to() - 1);
        recorded = Math.min(recorded, step.from());
      }
      undoCount++;
      behind = true;
    } finally {
      lock.unlock();
    }
  }

  /// Receives a live message.
  public void receive(InboundMessage inbound) {
    boolean missing = false;
    lock.lock();
    try {
      if (!inbound.isStored()) {
        var _ = pass(inbound); // its delivery is not guaranteed
      } else if (behind) {
        highestLive = Math.max(highestLive, inbound.sequence());
      } else if (inbound.sequence() > position) {
        if (previousSequence(inbound) > position || !pass(inbound)) {
          behind = true;
          missing = true;
          highestLive = Math.max(highestLive, inbound.sequence());
        } else {
          position = inbound.sequence();
        }
      }
    } finally {
      lock.unlock();
    }
    if (missing) {
      onBehind.run();
    }
  }

  private static long previousSequence(InboundMessage inbound) {
    return inbound.headers().find(Header.LAST_SEQUENCE).map(Long::parseLong).orElse(0L);
  }

  /// Reads the missing messages.
  ///
  /// @throws IOException if the broker cannot be asked; then the cursor is still behind
  public void catchUp(Bus bus) throws IOException, InterruptedException {
    while (isBehind()) {
      long undoneBefore = undoCount();
      Optional<InboundMessage> last = bus.lastMessage(stream, filter);
      long end = last.map(InboundMessage::sequence).orElse(0L);
      if (end > position() && !readStream(bus, undoneBefore)) {
        return; // no room, or the ledger cannot be written: either wakes the reader later
      }
      markCaughtUp(end, undoneBefore);
    }
  }

  /// Nothing was ever stored for it, as the broker has just reported.
  public void markEmpty() {
    markCaughtUp(0, undoCount());
  }

  private void markCaughtUp(long end, long undoneBefore) {
    lock.lock();
    try {
      if (undoCount == undoneBefore && highestLive <= Math.max(position, end)) {
        behind = false;
      }
    } finally {
      lock.unlock();
    }
  }

  /// @return whether every message was read and handled
  private boolean readStream(Bus bus, long undoneBefore) throws IOException, InterruptedException {
    try (Bus.StreamReader reader =
        bus.read(stream, filter, new Bus.StartPosition.AtSequence(position() + 1))) {
      for (Optional<InboundMessage> next = reader.next(); next.isPresent(); next = reader.next()) {
        lock.lock();
        try {
          if (undoCount != undoneBefore) {
            return false;
          }
          if (next.get().sequence() > position) {
            if (!pass(next.get())) {
              return false;
            }
            position = next.get().sequence();
          }
        } finally {
          lock.unlock();
        }
      }
    }
    return undoCount() == undoneBefore;
  }

  private long undoCount() {
    lock.lock();
    try {
      return undoCount;
    } finally {
      lock.unlock();
    }
  }

  /// The sequence up to which everything was handled; 0 if nothing was.
  long position() {
    lock.lock();
    try {
      return position;
    } finally {
      lock.unlock();
    }
  }

  /// The sequence of the last message for which there is a step; 0 if there is none.
  public long recorded() {
    lock.lock();
    try {
      return recorded;
    } finally {
      lock.unlock();
    }
  }

  /// Whether the stream should be read.
  public boolean isBehind() {
    lock.lock();
    try {
      return behind;
    } finally {
      lock.unlock();
    }
  }
}
