/// The public view of a fleet, from its subjects, streams and buckets: the state of every unit, and
/// the state and history of every message. Any NATS client could obtain the same.
package io.steward.runtime.fleet;
