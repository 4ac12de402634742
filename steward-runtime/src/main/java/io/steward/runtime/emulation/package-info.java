/// Emulated units, many in one program, that speak the protocol of nodes and do nothing else: to
/// see how a broker, a station and an operator cope with ten thousand of them.
///
/// Incoming messages are judged, and outgoing ones encoded, by the code of real nodes. What is not
/// real: the ledger is in memory, no program is run, and all units share a few connections.
///
/// ```
/// bus ─▶ SharedLink ─▶ EmulatedIntake ─▶ EmulatedAdmission ─▶ MemoryLedger
///                                              │
///                                              ▼
/// bus ◀── EmulatedOutbox ◀──────────────── EmulatedShell
/// ```
///
/// No unit has a thread of its own: messages are handled on the thread of their connection,
/// durations are timers, and requests to the broker wait for one of a few workers.
package io.steward.runtime.emulation;
