/// A nats-server of this installation's own: found or installed, configured, started, supervised,
/// and ended with its parent.
package io.steward.runtime.broker;
