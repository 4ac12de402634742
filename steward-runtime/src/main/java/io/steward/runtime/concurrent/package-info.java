/// What threads of every package have in common: random and growing pauses, and how a thread is
/// stopped.
package io.steward.runtime.concurrent;
