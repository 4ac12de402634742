package io.steward.runtime.process;

import java.util.List;
import java.util.Map;

/// What a node is to do.
///
/// @param commands what it executes
/// @param events what it receives
/// @param sources what it sends
/// @param startup what it executes at each start, in this order
/// @param unavailable which processes go on without a handler, by name, and why in one line
public record Workload(
    List<CommandSpec<?>> commands,
    List<EventSpec<?>> events,
    List<SourceSpec> sources,
    List<StartupSpec> startup,
    Map<String, String> unavailable) {

  /// One with a handler for everything.
  public Workload(
      List<CommandSpec<?>> commands,
      List<EventSpec<?>> events,
      List<SourceSpec> sources,
      List<StartupSpec> startup) {
    this(commands, events, sources, startup, Map.of());
  }

  /// One that executes nothing of its own accord.
  public Workload(
      List<CommandSpec<?>> commands, List<EventSpec<?>> events, List<SourceSpec> sources) {
    this(commands, events, sources, List.of());
  }
}
