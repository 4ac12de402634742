/// From the ledger to the bus: everything a node says, published in order until the broker confirms
/// it, and kept until the receiver has accepted it. Reconciliation finds what a broker has lost.
///
/// Entries: {@link io.steward.runtime.outbox.OutboxDelivery} publishes, {@link
/// io.steward.runtime.outbox.NodeOutbox} takes messages to other nodes, and {@link
/// io.steward.runtime.outbox.AnswerFactory} creates answers.
package io.steward.runtime.outbox;
