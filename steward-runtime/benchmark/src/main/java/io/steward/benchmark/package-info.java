/// What steward costs, as a ratio to a floor. Everything is measured by one command; each
/// comparison of the engine in a JVM of its own, with the options that ship.
package io.steward.benchmark;
