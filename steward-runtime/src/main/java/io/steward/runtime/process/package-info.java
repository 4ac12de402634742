/// Threads, mailboxes and handlers: the way of a message between the bus and the ledger.
///
/// ```
/// bus ─▶ CommandIntake ─▶ CommandAdmission ─▶ ledger ─▶ Mailbox ─▶ CommandWorkerPool ─▶ handler
///                                               │                          │
///                                               └─▶ outbox ◀── accepted, output, outcome
///                                                     │
/// bus ◀── OutboxPublisher ◀───────────────────────────┘
/// ```
///
/// This is the only package that starts threads for handlers, and the only one that catches what a
/// plugin throws.
package io.steward.runtime.process;
