package io.steward.runtime.process;

import io.steward.runtime.engine.EngineContext;
import io.steward.runtime.intake.ArgumentLoader;
import io.steward.runtime.intake.IntakeContext;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.outbox.AnswerFactory;

/// What the processes of a node share.
///
/// @param engine shared by all parts of the node
/// @param ledger what the node has accepted
/// @param answers creates its answers
/// @param arguments loads the arguments of what it has accepted
/// @param services offered to handlers and sources
public record ProcessHost(
    EngineContext engine,
    Ledger ledger,
    AnswerFactory answers,
    ArgumentLoader arguments,
    HandlerServices services) {

  /// What the intake of messages needs of it.
  public IntakeContext intake() {
    return new IntakeContext(engine, ledger, answers, arguments);
  }

  /// Records how its messages end.
  public OutcomeLedger outcomes() {
    return new OutcomeLedger(this);
  }
}
