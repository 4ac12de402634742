/// What the engine costs, as a ratio to a floor: the same letters through the same broker by plain
/// jnats, with nothing kept and nothing promised. Both are measured in turn within one run, so that
/// whatever else the machine does meets both.
package io.steward.benchmark;
