/// A real nats-server of this installation's own: found or installed, configured, started,
/// supervised, and gone when its parent is.
package io.steward.runtime.broker;
