/// For the tests of plugins.
///
/// A {@link io.steward.testkit.Workbench} is a node with one handler on it, a {@link
/// io.steward.testkit.SourceStand} one with a source. Nothing here imitates the engine: both have
/// its ledger and its threads; only the broker is a loopback within the program. Where the time
/// matters, a {@link io.steward.testkit.TestClock} goes as the test says.
///
/// What every method keeps to, a plugin's tests inherit: {@link
/// io.steward.testkit.CommandContract}, {@link io.steward.testkit.EventContract} and {@link
/// io.steward.testkit.SourceContract}, for JUnit 5 and newer.
package io.steward.testkit;
