package io.steward.runtime.process;

import java.util.List;
import java.util.Map;

/// Everything that a node runs.
///
/// @param commands how it executes commands
/// @param events how it handles events
/// @param sources how it runs sources
/// @param startup the commands that it executes at each start, in this order
/// @param unavailable the processes that continue without a handler: their names, and why in one
///   line
public record Workload(
    List<CommandSpec<?>> commands,
    List<EventSpec<?>> events,
    List<SourceSpec> sources,
    List<StartupSpec> startup,
    Map<String, String> unavailable) {

  /// A workload with a handler for every process.
  public Workload(
      List<CommandSpec<?>> commands,
      List<EventSpec<?>> events,
      List<SourceSpec> sources,
      List<StartupSpec> startup) {
    this(commands, events, sources, startup, Map.of());
  }

  /// A workload without startup commands.
  public Workload(
      List<CommandSpec<?>> commands, List<EventSpec<?>> events, List<SourceSpec> sources) {
    this(commands, events, sources, List.of());
  }
}
