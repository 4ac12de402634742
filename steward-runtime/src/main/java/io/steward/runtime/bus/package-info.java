/// Messages in and out: the only room that knows NATS.
///
/// {@link io.steward.runtime.bus.Bus} is all that the rest of the runtime sees of a broker: store a
/// letter, listen, read what was stored. {@link io.steward.runtime.bus.Addresses} says what is
/// stored where.
package io.steward.runtime.bus;
