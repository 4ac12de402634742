/// What the engine costs. The floor is the same messages through the same broker by plain jnats,
/// with nothing stored and no guarantees; that of the disk is a file alone.
package io.steward.benchmark.engine;
