/// What steward costs, as a ratio to a floor. A single command measures everything; each comparison
/// of the engine runs in a JVM of its own with the options of the distribution.
package io.steward.benchmark;
