/// What threads of every package have in common: random and growing pauses, how a thread is started
/// again when it fails, and how it is stopped.
///
/// Entries: {@link io.steward.runtime.concurrent.SupervisedThread} for what runs as long as a
/// program, and {@link io.steward.runtime.concurrent.LoggedTask} for what runs once.
package io.steward.runtime.concurrent;
