package io.steward.runtime.ledger;

/// A body in a file, because it is too large for a row.
///
/// @param name the name of the file in the folder of bodies
/// @param size its size, in bytes
public record BodyFile(String name, long size) {}
