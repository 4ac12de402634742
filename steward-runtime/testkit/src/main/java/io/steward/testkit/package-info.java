/// For the tests of plugins: a {@link io.steward.testkit.Workbench} with one handler or source on
/// it.
///
/// Nothing here imitates the engine. A workbench is a node with its ledger and its threads; only
/// the broker is a loopback within the program.
package io.steward.testkit;
