/// What the engine costs. The floor is the same letters through the same broker by plain jnats,
/// with nothing kept and nothing promised; that of the disk is a file and nothing else.
package io.steward.benchmark.engine;
