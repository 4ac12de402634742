package io.steward.runtime.process;

/// How a process works.
public sealed interface ProcessSpec permits CommandSpec, EventSpec, SourceSpec {

  /// What all of it was made of: equal to another's when nothing is different.
  Object revision();
}
