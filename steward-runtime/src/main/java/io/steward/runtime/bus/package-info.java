/// Messaging: the only package that uses NATS.
///
/// {@link io.steward.runtime.bus.Bus} is the runtime's only view of a broker: it stores messages,
/// subscribes to subjects and reads streams. {@link io.steward.runtime.bus.Addresses} maps messages
/// to subjects and streams.
package io.steward.runtime.bus;
