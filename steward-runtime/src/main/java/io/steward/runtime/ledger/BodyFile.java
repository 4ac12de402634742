package io.steward.runtime.ledger;

/// A body that is kept as a file, since it is too large for a row.
///
/// @param name of the file, in the folder of bodies
/// @param size in bytes
public record BodyFile(String name, long size) {}
