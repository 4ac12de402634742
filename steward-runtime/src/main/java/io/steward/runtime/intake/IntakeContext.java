package io.steward.runtime.intake;

import io.steward.runtime.engine.EngineContext;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.outbox.AnswerFactory;

/// What is needed to take messages from the bus into the ledger.
///
/// @param engine shared by all parts of the node
/// @param ledger records what is accepted
/// @param answers creates the answers
/// @param arguments discards bodies that are not needed
public record IntakeContext(
    EngineContext engine, Ledger ledger, AnswerFactory answers, ArgumentLoader arguments) {}
