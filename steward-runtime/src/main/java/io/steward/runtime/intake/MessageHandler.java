package io.steward.runtime.intake;

import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.ledger.CursorAdvance;
import java.io.IOException;
import java.util.concurrent.CompletionStage;

/// Handles what a {@link SubjectCursor} passes on.
public interface MessageHandler {

  /// Takes a live message, which a client may have published as it is.
  Disposition takeLive(InboundMessage inbound);

  /// Takes a message that was read from the stream.
  ///
  /// @param step the step to the message, to be recorded with it
  Disposition take(InboundMessage inbound, CursorAdvance step);

  /// Records a step to a message that needs no record itself. Completes when it is durable.
  CompletionStage<?> advance(CursorAdvance step);

  /// The position is lost, and everything is about to be read again.
  ///
  /// @throws IOException if the broker cannot be asked; then the position is kept
  void startOver() throws IOException, InterruptedException;

  /// A live message claimed a place behind the end of its stream.
  void onForged();
}
