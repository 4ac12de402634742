package io.steward.runtime.intake;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.concurrent.LoggedTask;
import io.steward.runtime.intake.CursorState.Pass;
import io.steward.runtime.ledger.CursorAdvance;
import io.steward.runtime.ledger.CursorPosition;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The inbound messages of one subject, live or from its stream: each stored message once, in
/// order.
///
/// A client may publish whatever it likes as a live message. So its content is taken, by its id, if
/// it claims to continue what came before ({@link LiveChain}), but it moves nothing: the position
/// moves only to what was read from the stream. When a live message cannot be taken, or one may be
/// missing, the cursor is *behind*: live messages only announce that there is something, and the
/// stream is read.
///
/// Each read begins with the message that the cursor rests on. If that is another one by now, the
/// broker was set back to an older state, and everything is read again.
public final class SubjectCursor {

  private static final Logger log = LoggerFactory.getLogger(SubjectCursor.class);

  /// How often it asks at once for what is announced but not there, before it waits.
  private static final int MAX_IDLE_PASSES = 3;

  private final String stream;
  private final String filter;
  private final MessageHandler handler;
  private final CursorWakeups wakeups;
  private final CursorState state;

  /// @param stream where the messages are stored
  /// @param filter the stored subject
  /// @param handler called once for each message
  public SubjectCursor(
      String stream, String filter, MessageHandler handler, CursorWakeups wakeups) {
    this.stream = stream;
    this.filter = filter;
    this.handler = handler;
    this.wakeups = wakeups;
    this.state = new CursorState(filter);
  }

  /// The stored subject.
  public String filter() {
    return filter;
  }

  /// Sets the position from which to continue.
  ///
  /// @param stream the incarnation of the stream
  public void startAt(String stream, CursorPosition start) {
    state.startAt(stream, start);
  }

  /// Whether its position is one in this incarnation of the stream.
  boolean isIn(String stream) {
    return state.isIn(stream);
  }

  /// The last message up to which everything in the stream was handled.
  CursorPosition position() {
    return state.position();
  }

  /// Whether the stream should be read.
  public boolean isBehind() {
    return state.isBehind();
  }

  /// Lets the next {@link #catchUp} look at the stream, even if nothing was missed as far as is
  /// known.
  public void check() {
    state.check();
  }

  /// Messages may have been missed.
  public void suspectGap() {
    state.suspectGap();
  }

  /// The link was restored: messages may have been missed, and what was received before tells
  /// nothing about the stream as it is now.
  public void linkRestored() {
    state.linkRestored();
  }

  /// Nothing was ever stored for it, as the broker has just reported.
  public void markEmpty() {
    state.markEmpty();
  }

  /// Begins anew if its position cannot be verified: another cursor has found that the broker was
  /// set back.
  void startOverIfUnverifiable() {
    state.startOverIfUnverifiable();
  }

  /// Receives a live message.
  public void receive(InboundMessage inbound) {
    if (!inbound.isStored()) {
      var _ = handler.takeLive(inbound); // its delivery is not guaranteed
    } else if (state.receive(inbound.sequence(), live -> takeInOrder(inbound, live))) {
      wakeups.now().run();
    }
  }

  /// Takes a live message if it continues those before.
  ///
  /// @return false if the stream must be read
  private boolean takeInOrder(InboundMessage inbound, LiveChain live) {
    if (live.contains(inbound)) {
      return true;
    }
    long start = state.position().sequence();
    if (live.continues(start, previousSequence(inbound), inbound.sequence())
        && handler.takeLive(inbound) instanceof Disposition.Recorded(CompletionStage<?> durable)) {
      live.add(inbound, durable);
      onFailure(durable, state::undoLive);
      return true;
    }
    return false;
  }

  /// The sequence of the previous message on the subject, as a header says.
  private static long previousSequence(InboundMessage inbound) {
    try {
      return inbound.headers().find(Header.LAST_SEQUENCE).map(Long::parseLong).orElse(0L);
    } catch (NumberFormatException forged) {
      return Long.MAX_VALUE; // continues nothing
    }
  }

  /// Runs an action when a message could not be recorded: on another thread, since the one that
  /// writes the ledger must not wait for a lock whose holder may wait for the ledger.
  private void onFailure(CompletionStage<?> durable, Runnable undo) {
    var _ =
        durable.whenComplete((done, failure) -> {
          if (failure != null) {
            Thread.ofVirtual()
                .start(
                    new LoggedTask(
                        "undoing what could not be recorded",
                        () -> {
                          undo.run();
                          wakeups.afterFailure().run();
                        }));
          }
        });
  }

  private void onStep(CursorAdvance step, CompletionStage<?> durable) {
    onFailure(durable, () -> state.undo(step));
  }

  /// Reads the missing messages, and verifies what was taken live.
  ///
  /// @throws IOException if the broker cannot be asked; then the cursor is still behind
  public void catchUp(Bus bus) throws IOException, InterruptedException {
    int idlePasses = 0;
    while (state.mustCheck() && idlePasses < MAX_IDLE_PASSES) {
      Pass pass = state.begin();
      if (!pass.live().awaitRecorded()) {
        return; // undone, which wakes the reader later
      }
      switch (pass(bus, pass)) {
        case IDLE -> {
          state.settle(pass);
          idlePasses++;
        }
        case MOVED -> {
          state.settle(pass);
          idlePasses = 0;
        }
        case STARTED_OVER -> {}
        case STOPPED -> {
          return; // no room, or the ledger cannot be written: either wakes the reader later
        }
      }
    }
    if (state.isBehind()) {
      wakeups.afterPause().run();
    }
  }

  /// How a pass over the stream ends.
  private enum Progress {
    /// There was nothing new.
    IDLE,
    /// Everything up to the end was handled.
    MOVED,
    /// The position was lost.
    STARTED_OVER,
    /// A message could not be handled.
    STOPPED
  }

  private Progress pass(Bus bus, Pass pass) throws IOException, InterruptedException {
    Optional<InboundMessage> last = bus.lastMessage(stream, filter);
    if (last.isPresent() && !last.get().isRead()) {
      // its headers hide what the broker says of it; a consumer knows that from elsewhere
      return recorded(readStream(bus, pass), pass);
    }
    long end = last.map(InboundMessage::sequence).orElse(0L);
    if (pass.claimedEnd() > end) {
      state.discardLive();
      handler.onForged();
    }
    if (last.isEmpty()) {
      state.restAtBeginning(pass); // whatever was here is gone
      return Progress.IDLE;
    }
    return position(last.get()).equals(pass.from())
        ? Progress.IDLE
        : recorded(moveTo(last.get(), pass, bus), pass);
  }

  /// The position of a message that was read.
  static CursorPosition position(InboundMessage message) {
    return new CursorPosition(message.sequence(), message.stored());
  }

  private Progress moveTo(InboundMessage end, Pass pass, Bus bus)
      throws IOException, InterruptedException {
    if (end.sequence() < pass.from().sequence()) {
      return startOver(pass);
    }
    if (pass.live().contains(end)) {
      state.moveTo(position(end), pass);
      return Progress.MOVED;
    }
    return readStream(bus, pass);
  }

  /// Records where a pass has moved the cursor.
  private Progress recorded(Progress progress, Pass pass) {
    return progress == Progress.MOVED && !state.recordPosition(pass, handler::advance, this::onStep)
        ? Progress.STOPPED
        : progress;
  }

  private Progress readStream(Bus bus, Pass pass) throws IOException, InterruptedException {
    CursorPosition from = pass.from();
    long first = from.isVerifiable() ? from.sequence() : from.sequence() + 1;
    try (Bus.StreamReader reader =
        bus.read(stream, filter, new Bus.StartPosition.AtSequence(first))) {
      Optional<InboundMessage> next = reader.next();
      if (from.isVerifiable()) {
        if (next.map(SubjectCursor::position).filter(from::equals).isEmpty()) {
          return startOver(pass);
        }
        next = reader.next();
      }
      for (; next.isPresent(); next = reader.next()) {
        InboundMessage message = next.get();
        if (!state.pass(message, pass, step -> handler.take(message, step), this::onStep)) {
          return Progress.STOPPED;
        }
      }
    }
    return Progress.MOVED;
  }

  private Progress startOver(Pass pass) throws IOException, InterruptedException {
    handler.startOver();
    log.info("reading {} again from its beginning", filter);
    state.restAtBeginning(pass);
    return Progress.STARTED_OVER;
  }
}
