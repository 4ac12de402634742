/// Many units in one program, which speak the protocol that nodes speak, and nothing else: for
/// seeing how a broker, a station and an operator do with ten thousand of them.
///
/// What comes in is judged, and what goes out is worded, by the code of real nodes. What is not
/// real: the ledger is in memory, no program is run, and a few connections are shared by all.
///
/// ```
/// bus ─▶ SharedLink ─▶ EmulatedIntake ─▶ EmulatedAdmission ─▶ MemoryLedger
///                                              │
///                                              ▼
/// bus ◀── EmulatedOutbox ◀──────────────── EmulatedShell
/// ```
///
/// No unit has a thread of its own: what is heard is taken on the thread of its connection, what
/// takes time is a timer, and what asks the broker waits for one of a few lanes.
package io.steward.runtime.emulation;
