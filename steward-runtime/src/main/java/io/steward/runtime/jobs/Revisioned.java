package io.steward.runtime.jobs;

/// What stands in the bucket, with its revision there.
///
/// @param revision greater than that of everything that was put there before
/// @param value what it is
public record Revisioned<T>(long revision, T value) {}
