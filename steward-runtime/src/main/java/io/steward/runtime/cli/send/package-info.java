/// Sending commands and events, and following the answers.
///
/// {@link io.steward.runtime.cli.send.SendAndFollow} sends to one unit or many, {@link
/// io.steward.runtime.cli.send.MessageFollower} prints the answers to one message. {@link
/// io.steward.runtime.cli.send.FanOutCommand} resolves targets, checks arguments, and either sends
/// or creates a job.
package io.steward.runtime.cli.send;
