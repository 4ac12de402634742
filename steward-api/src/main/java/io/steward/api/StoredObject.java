package io.steward.api;

import java.time.Instant;

/// An object that the broker has all of.
///
/// @param name what it is asked for by
/// @param size in bytes
/// @param sha256 of its bytes, in hex
/// @param stored when it was whole; the broker's clock
public record StoredObject(String name, long size, String sha256, Instant stored) {}
