/// What every part of a node's engine stands on: time, notification of changes, and the gate
/// through which a thread takes its messages.
///
/// Entries: {@link io.steward.runtime.engine.EngineContext}, which all parts share, and {@link
/// io.steward.runtime.engine.Timers}.
///
/// The engine guarantees, whatever plugins, brokers and disks do:
///
/// 1. Each process has threads of its own, virtual and named after its subject. No process waits
///    for another.
/// 2. A handler instance is used by one thread at a time, and created on that thread.
/// 3. A thread is interrupted only while it works on a message, for one cause only, and never after
///    the handler has returned. One that does not return within 5 s is abandoned and replaced; its
///    output is rejected from then on.
/// 4. Live messages arrive on the connection's thread, which only accepts or rejects them. The
///    catch-up thread reads what was missed. A cursor is changed by one of them at a time.
/// 5. The ledger is written by one thread, which shares each fsync among all that wait for it. What
///    it calls back must not block, and must not take a lock whose holder waits for the ledger.
/// 6. One thread publishes the outbox, in order for each subject.
/// 7. Timers run on one thread. Their actions must not block.
/// 8. What a bug throws ends none of these threads: it is logged, the node's problems tell of it,
///    and the thread goes on after a pause. Only a JVM without memory ends the program.
/// 9. Closing a node ends every thread of these, except for those that were abandoned.
package io.steward.runtime.engine;
