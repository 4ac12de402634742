package io.steward.api;

import java.time.Instant;

/// A complete object at the broker.
///
/// @param name of the object
/// @param size in bytes
/// @param sha256 of its bytes, in hex
/// @param stored when it was complete, by the broker's clock
public record StoredObject(String name, long size, String sha256, Instant stored) {}
