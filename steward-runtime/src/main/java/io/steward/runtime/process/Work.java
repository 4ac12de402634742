package io.steward.runtime.process;

import java.util.List;

/// What a node is to do.
///
/// @param commands what it executes
/// @param events what it receives
/// @param sources what it sends
/// @param startup what it executes at each start, in this order
public record Work(
    List<CommandSpec<?>> commands,
    List<EventSpec<?>> events,
    List<SourceSpec> sources,
    List<StartupSpec> startup) {

  /// One that executes nothing of its own accord.
  public Work(List<CommandSpec<?>> commands, List<EventSpec<?>> events, List<SourceSpec> sources) {
    this(commands, events, sources, List.of());
  }
}
