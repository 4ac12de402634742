package io.steward.runtime.intake;

import io.steward.runtime.engine.EngineContext;
import io.steward.runtime.ledger.CursorAdvance;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.ledger.Recorded;
import io.steward.runtime.outbox.AnswerFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// What is needed to take messages from the bus into the ledger.
///
/// @param engine shared by all parts of the node
/// @param ledger records what is accepted
/// @param answers creates the answers
/// @param arguments loads the arguments, and discards bodies that are not needed
/// @param policy decides what is accepted
/// @param refusals answers what is not
public record IntakeContext(
    EngineContext engine,
    Ledger ledger,
    AnswerFactory answers,
    ArgumentLoader arguments,
    AdmissionPolicy policy,
    Refusals refusals) {

  /// The context of a node.
  ///
  /// @param retention how long streams keep messages
  public static IntakeContext of(
      EngineContext engine,
      Ledger ledger,
      AnswerFactory answers,
      ArgumentLoader arguments,
      Duration retention) {
    return new IntakeContext(
        engine,
        ledger,
        answers,
        arguments,
        new AdmissionPolicy(engine.clock(), retention),
        new Refusals(answers, engine.timers(), engine.metrics()));
  }

  /// Rejects a message, without a record of it. Nothing is answered or logged if it was accepted
  /// before.
  ///
  /// @param step moves the cursor over it
  CompletableFuture<Recorded> refuse(
      LedgerEntry entry, String reason, Optional<CursorAdvance> step) {
    return ledger
        .refuseLater(entry, refusals.answer(entry, reason), step)
        .whenComplete((recorded, _) -> {
          if (recorded == Recorded.NEW) {
            refusals.refused(entry, reason);
          }
        });
  }
}
