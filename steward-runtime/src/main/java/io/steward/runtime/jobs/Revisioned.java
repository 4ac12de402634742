package io.steward.runtime.jobs;

/// A value of the bucket with its revision.
///
/// @param revision greater than that of everything stored in the bucket before
/// @param value the value
public record Revisioned<T>(long revision, T value) {}
