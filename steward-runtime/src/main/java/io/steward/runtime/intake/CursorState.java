package io.steward.runtime.intake;

import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.ledger.CursorAdvance;
import io.steward.runtime.ledger.CursorPosition;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Where a cursor is, and what it knows of what lies ahead.
///
/// Safe for use by any thread. `position` is the last message that was handled, `recorded` the last
/// for which there is a durable step, or one on its way.
final class CursorState {

  private final String filter;
  private final ReentrantLock lock = new ReentrantLock();
  private final LiveChain live = new LiveChain();
  private String incarnation = "";
  private CursorPosition position = CursorPosition.BEGINNING;
  private CursorPosition recorded = CursorPosition.BEGINNING;
  private long announcedUpTo;
  private long undoCount;
  private boolean behind = true;
  private boolean checkDue;

  /// What is known when a pass over the stream begins.
  ///
  /// @param live what was taken live
  /// @param announcedUpTo the highest sequence that was announced but not taken
  record Pass(LiveChain live, CursorPosition from, long announcedUpTo, long undoCount) {

    /// The highest sequence that anything live claims.
    long claimedEnd() {
      return Math.max(announcedUpTo, live.end());
    }
  }

  /// @param filter the stored subject
  CursorState(String filter) {
    this.filter = filter;
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private void locked(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  void startAt(String stream, CursorPosition start) {
    locked(() -> {
      incarnation = stream;
      position = start;
      recorded = start;
      live.clear();
      undoCount++;
      behind = true;
    });
  }

  boolean isIn(String stream) {
    return locked(() -> incarnation.equals(stream));
  }

  CursorPosition position() {
    return locked(() -> position);
  }

  boolean isBehind() {
    return locked(() -> behind);
  }

  boolean mustCheck() {
    return locked(() -> behind || checkDue);
  }

  /// What is in the stream will be compared with what was taken live.
  void check() {
    locked(() -> checkDue = true);
  }

  /// Something may be missing between what was taken live.
  void suspectGap() {
    locked(() -> {
      live.clear();
      behind = true;
    });
  }

  /// What was received before tells nothing about the stream as it is now.
  void linkRestored() {
    locked(() -> {
      live.clear();
      announcedUpTo = 0;
      behind = true;
    });
  }

  /// Nothing is in the stream, as the broker has just reported.
  void markEmpty() {
    locked(() -> behind &= announcedUpTo > 0);
  }

  /// Begins anew if the position is not that of a message.
  void startOverIfUnverifiable() {
    locked(() -> {
      if (position.sequence() > 0 && !position.isVerifiable()) {
        startAt(incarnation, CursorPosition.BEGINNING);
      }
    });
  }

  /// Receives a live message that claims to be stored.
  ///
  /// @param sequence as it claims
  /// @param take takes it, if it comes next
  /// @return whether the stream should be read now
  boolean receive(long sequence, Predicate<LiveChain> take) {
    return locked(() -> {
      if (behind) {
        announcedUpTo = Math.max(announcedUpTo, sequence);
        return false;
      }
      if (sequence <= position.sequence()) {
        return false; // judged before, or forged
      }
      if (!take.test(live)) {
        announcedUpTo = Math.max(announcedUpTo, sequence);
        behind = true;
        return true;
      }
      boolean due = live.isFull() && !checkDue;
      checkDue |= due;
      return due;
    });
  }

  /// Undoes what was taken live, since some of it could not be recorded.
  void undoLive() {
    locked(() -> {
      live.clear();
      undoCount++;
      behind = true;
    });
  }

  /// Undoes a step that could not be recorded.
  void undo(CursorAdvance step) {
    locked(() -> {
      if (step.incarnation().equals(incarnation) && step.from().sequence() <= recorded.sequence()) {
        recorded = step.from();
        position = step.from();
      }
      undoCount++;
      behind = true;
    });
  }

  Pass begin() {
    return locked(() -> {
      Pass pass = new Pass(live.copy(), position, announcedUpTo, undoCount);
      announcedUpTo = 0;
      checkDue = false;
      return pass;
    });
  }

  /// Forgets what was taken live: some of it is not in the stream.
  void discardLive() {
    locked(() -> {
      live.clear();
      behind = true;
    });
  }

  /// Rests at the beginning: what was here is gone.
  void restAtBeginning(Pass pass) {
    locked(() -> {
      if (undoCount == pass.undoCount()) {
        position = CursorPosition.BEGINNING;
        recorded = CursorPosition.BEGINNING;
      }
    });
  }

  /// Moves over a message that was read.
  ///
  /// @param handle handles the message, with the step to it; not called if it was taken live
  /// @param onStep called if that is being recorded
  /// @return whether there was room for it, and nothing was undone meanwhile
  boolean pass(
      InboundMessage message,
      Pass pass,
      Function<CursorAdvance, Disposition> handle,
      StepListener onStep) {
    CursorPosition here = SubjectCursor.position(message);
    boolean taken = pass.live().contains(message);
    return locked(() -> {
      if (undoCount != pass.undoCount()) {
        return false;
      }
      if (!taken) {
        CursorAdvance step = new CursorAdvance(filter, incarnation, recorded, here);
        Disposition disposition = handle.apply(step);
        if (disposition instanceof Disposition.Deferred) {
          return false;
        }
        if (disposition instanceof Disposition.Recorded(CompletionStage<?> durable)) {
          recorded = here;
          onStep.recording(step, durable);
        }
      }
      position = here;
      return true;
    });
  }

  /// Is told of a step that is being recorded.
  @FunctionalInterface
  interface StepListener {
    void recording(CursorAdvance step, CompletionStage<?> durable);
  }

  /// Records where the cursor rests, after messages that were skipped or taken live.
  ///
  /// @return whether nothing was undone meanwhile
  boolean recordPosition(
      Pass pass, Function<CursorAdvance, CompletionStage<?>> advance, StepListener onStep) {
    return locked(() -> {
      if (undoCount != pass.undoCount()) {
        return false;
      }
      if (!position.equals(recorded)) {
        CursorAdvance step = new CursorAdvance(filter, incarnation, recorded, position);
        recorded = position;
        onStep.recording(step, advance.apply(step));
      }
      return true;
    });
  }

  /// Moves to the end of the stream, up to which everything was taken live.
  void moveTo(CursorPosition end, Pass pass) {
    locked(() -> {
      if (undoCount == pass.undoCount()) {
        position = end;
      }
    });
  }

  /// Ends a pass: the cursor is behind no longer, unless something was announced meanwhile.
  void settle(Pass pass) {
    locked(() -> {
      live.removeUpTo(position.sequence());
      if (undoCount == pass.undoCount()
          && announcedUpTo <= Math.max(position.sequence(), live.end())) {
        behind = false;
      }
    });
  }
}
