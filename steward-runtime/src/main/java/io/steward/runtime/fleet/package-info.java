/// What anybody may know of a fleet from its subjects, streams and buckets: the state of every
/// unit, and the state and history of every message. Nothing here knows more than a stranger with a
/// NATS client could.
package io.steward.runtime.fleet;
