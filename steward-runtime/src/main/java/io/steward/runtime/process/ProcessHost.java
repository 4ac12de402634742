package io.steward.runtime.process;

import io.steward.runtime.engine.EngineContext;
import io.steward.runtime.intake.ArgumentLoader;
import io.steward.runtime.intake.IntakeContext;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.outbox.AnswerFactory;

/// What the processes of a node share.
///
/// @param intake takes messages from the bus
/// @param services offered to handlers and sources
/// @param poison recognizes messages that kill the node
public record ProcessHost(IntakeContext intake, HandlerServices services, PoisonMessages poison) {

  /// Shared by all parts of the node.
  public EngineContext engine() {
    return intake.engine();
  }

  /// What the node has accepted.
  public Ledger ledger() {
    return intake.ledger();
  }

  /// Creates its answers.
  public AnswerFactory answers() {
    return intake.answers();
  }

  /// Loads the arguments of what it has accepted.
  public ArgumentLoader arguments() {
    return intake.arguments();
  }

  /// Records how its messages end.
  public OutcomeLedger outcomes() {
    return new OutcomeLedger(this);
  }
}
