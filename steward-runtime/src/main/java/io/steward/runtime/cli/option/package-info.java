/// The options that several verbs share.
///
/// {@link io.steward.runtime.cli.option.Verb} is the base of all verbs with a broker: it has their
/// options, and connects. {@link io.steward.runtime.cli.option.SendOptions} and {@link
/// io.steward.runtime.cli.option.RolloutOptions} are mixed into verbs that send.
package io.steward.runtime.cli.option;
