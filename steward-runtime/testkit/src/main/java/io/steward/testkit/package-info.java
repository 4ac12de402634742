/// For tests of plugins.
///
/// A {@link io.steward.testkit.Workbench} is a node with one handler, a {@link
/// io.steward.testkit.SourceStand} one with a source. Both run the real engine with its ledger and
/// threads; only the broker is a loopback within the program. Where time matters, a test moves a
/// {@link io.steward.testkit.TestClock}.
///
/// A plugin's tests inherit the contract of its methods: {@link
/// io.steward.testkit.CommandContract}, {@link io.steward.testkit.EventContract} and {@link
/// io.steward.testkit.SourceContract}, for JUnit 5 and newer.
package io.steward.testkit;
