/// Threads, mailboxes and handlers: what becomes of a message between the bus and the ledger.
///
/// ```
/// bus ─▶ Intake ─▶ Reception ─▶ ledger ─▶ mailbox ─▶ CommandProcess ─▶ Run ─▶ handler
///                                 │                                      │
///                                 └──▶ outgoing ◀── accepted, output, outcome
///                                         │
/// bus ◀── Courier ◀───────────────────────┘
/// ```
///
/// The only room that starts threads for handlers, and the only one that catches what a plugin
/// throws.
package io.steward.runtime.process;
