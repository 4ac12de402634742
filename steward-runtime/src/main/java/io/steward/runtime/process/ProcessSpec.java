package io.steward.runtime.process;

/// The specification of a process.
public sealed interface ProcessSpec permits CommandSpec, EventSpec, SourceSpec {

  /// Identifies what the spec was made of: equal to that of another spec if nothing differs.
  Object revision();
}
