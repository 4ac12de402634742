/// Handlers and their threads: one process for each binding, with its mailbox, its workers and
/// their supervision.
///
/// ```
/// bus ─▶ CommandIntake ─▶ CommandAdmission ─▶ ledger ─▶ BoundedMailbox ─▶ CommandRunner ─▶ handler
///                                               │                              │
///                                               └─▶ outbox ◀── accepted, output, outcome
///                                                     │
/// bus ◀── OutboxPublisher ◀───────────────────────────┘
/// ```
///
/// This is the only package that starts threads for handlers, and the only one that catches what a
/// plugin throws, in {@link io.steward.runtime.process.PluginCall}.
///
/// Entries: {@link io.steward.runtime.process.ProcessSupervisor} and the specs of a {@link
/// io.steward.runtime.process.Workload}.
package io.steward.runtime.process;
