/// Which broker a verb connects to, and with which credentials.
///
/// {@link io.steward.runtime.cli.context.BrokerChoice} decides, by options, environment and the
/// contexts of the `nats` tool. The others read these contexts and the PEM files that they name.
package io.steward.runtime.cli.context;
