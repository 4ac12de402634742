package io.steward.runtime.intake;

import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.engine.MetricsListener.Ignored;
import io.steward.runtime.ledger.CursorAdvance;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// Passes what a cursor over commands finds to the admission.
///
/// @param admission admits or refuses
/// @param context has the ledger, which keeps the position
/// @param startOverAction called before everything is read again
record CommandCursorHandler(Admission admission, IntakeContext context, StartOver startOverAction)
    implements MessageHandler {

  /// Admits or refuses a command.
  @FunctionalInterface
  interface Admission {
    /// Admits or refuses a command.
    ///
    /// @param step to the command; empty if it is live
    Disposition admit(InboundMessage inbound, Optional<CursorAdvance> step);
  }

  /// Prepares for reading everything again.
  @FunctionalInterface
  interface StartOver {
    void run() throws IOException, InterruptedException;
  }

  @Override
  public Disposition takeLive(InboundMessage inbound) {
    return admission.admit(inbound, Optional.empty());
  }

  @Override
  public Disposition take(InboundMessage inbound, CursorAdvance step) {
    return admission.admit(inbound, Optional.of(step));
  }

  @Override
  public CompletionStage<?> advance(CursorAdvance step) {
    return context.ledger().cursors().advance(step);
  }

  @Override
  public void startOver() throws IOException, InterruptedException {
    startOverAction.run();
  }

  @Override
  public void onForged() {
    context.refusals().ignore(Ignored.FORGED, "a live message claims a place where none is");
  }
}
