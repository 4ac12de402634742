/// What threads of every package have in common: random pauses, and how a thread is stopped.
package io.steward.runtime.concurrent;
